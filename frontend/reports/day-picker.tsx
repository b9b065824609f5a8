import { dayBefore } from "../core/campaign-day";
import { t } from "../core/i18n";
import { formatWeekday } from "./words";

const DAYS_BACK = 7;

interface Props {
	daysAgo: number;
	onChange: (daysAgo: number) => void;
}

/** 'today' beside the title; yesterday and the days before behind it. */
export function DayPicker({ daysAgo, onChange }: Props) {
	return (
		<span class="report-day">
			<span aria-hidden="true">{dayName(daysAgo)}</span>
			<select
				aria-label={t("reports.which_day")}
				value={String(daysAgo)}
				onChange={(event) => onChange(Number(event.currentTarget.value))}
			>
				{Array.from({ length: DAYS_BACK + 1 }, (_, ago) => (
					<option key={ago} value={String(ago)}>
						{dayName(ago)}
					</option>
				))}
			</select>
		</span>
	);
}

function dayName(ago: number): string {
	if (ago === 0) return t("reports.today");
	if (ago === 1) return t("reports.yesterday");
	return formatWeekday(dayBefore(Date.now(), ago, "UTC"));
}
