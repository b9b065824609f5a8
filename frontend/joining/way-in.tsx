import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { ChipChoice } from "../teams/chip-choice";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { isTooLong } from "../ui/short-text";
import { useSubmit } from "../ui/use-submit";
import { type Found, look, type Place } from "./place";

const TYPED_AT_MOST = 24;

interface Props {
	onFound: (place: Place, found: Found) => void;
}

/** Without a link: by the code that was said aloud, or by where one lives. */
export function WayIn({ onFound }: Props) {
	const [kind, setKind] = useState<"near" | "code">("near");
	const [text, setText] = useState("");
	const { isBusy, error, submit } = useSubmit(async () => {
		if (isTooLong(text, TYPED_AT_MOST)) return;
		const place =
			kind === "code" ? { secret: text.trim() } : { postal_code: text.trim() };
		onFound(place, await look(place));
	});
	const isCode = kind === "code";
	return (
		<form class="form" onSubmit={submit}>
			<ChipChoice
				label={t("joining.how")}
				value={kind}
				options={[
					{ value: "near", label: t("joining.near_me") },
					{ value: "code", label: t("joining.have_code") },
				]}
				onChange={(next) => {
					setKind(next);
					setText("");
				}}
			/>
			<TextField
				key={kind}
				label={t(isCode ? "joining.code" : "joining.postal_code")}
				hint={t(isCode ? "joining.code_hint" : "joining.postal_code_hint")}
				value={text}
				onInput={setText}
				inputMode={isCode ? "numeric" : "text"}
				autoComplete={isCode ? "off" : "postal-code"}
				limit={TYPED_AT_MOST}
				error={error}
				isRequired
			/>
			<Button kind="primary" type="submit" isWide isBusy={isBusy}>
				{t(isCode ? "joining.use_code" : "joining.find")}
			</Button>
		</form>
	);
}
