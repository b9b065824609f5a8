import { t } from "../core/i18n";
import { isNearLimit, isTooLong, LIMIT, lengthOf } from "./length";

/** How much is written, once it gets long. Nothing is cut: too much is said and stays. */
export function LengthLine({ text }: { text: string }) {
	if (!isNearLimit(text)) return null;
	const count = lengthOf(text);
	if (isTooLong(text))
		return (
			<p class="field-error length-line" role="alert">
				{t("chat.too_long", { length: count, limit: LIMIT })}
			</p>
		);
	return (
		<p class="meta length-line">
			{t("chat.length", { length: count, limit: LIMIT })}
		</p>
	);
}
