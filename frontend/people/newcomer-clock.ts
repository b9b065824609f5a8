import { t } from "../core/i18n";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAYS_FROM_HOURS = 48;

/** How much of the 72 hours is left to speak with somebody, or since when they are over. */
export function clockWords(dueAt: string, now: number): string {
	const left = Date.parse(dueAt) - now;
	const hours = Math.floor(Math.abs(left) / HOUR);
	const minutes = Math.max(1, Math.floor(Math.abs(left) / MINUTE));
	if (left > 0)
		return hours > 0
			? t("joining.hours_left", { count: hours })
			: t("joining.minutes_left", { count: minutes });
	if (hours >= DAYS_FROM_HOURS)
		return t("joining.days_over", { count: Math.floor(hours / 24) });
	return hours > 0
		? t("joining.hours_over", { count: hours })
		: t("joining.minutes_over", { count: minutes });
}
