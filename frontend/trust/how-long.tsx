import { type Key, t } from "../core/i18n";
import { SelectField } from "../ui/field";

export const MUTE_MINUTES = [15, 60, 1440, 10080] as const;
export type Minutes = (typeof MUTE_MINUTES)[number];

/** A silence has an end: these are the usual ones. */
export function HowLong(props: {
	minutes: Minutes;
	onChange: (minutes: Minutes) => void;
}) {
	return (
		<SelectField
			label={t("trust.how_long")}
			value={String(props.minutes)}
			options={MUTE_MINUTES.map((minutes) => ({
				value: String(minutes),
				label: t(`trust.minutes_${minutes}` as Key),
			}))}
			onChange={(value) => props.onChange(Number(value) as Minutes)}
		/>
	);
}
