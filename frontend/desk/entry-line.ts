import { formatAgo, t } from "../core/i18n";

const DAY_MS = 24 * 3_600_000;

/** 'checked today', or how long ago somebody last made sure of it. */
export function checkedWhen(at: string, now: number): string {
	const isToday = now - new Date(at).getTime() < DAY_MS;
	return isToday
		? t("desk.checked_today")
		: t("desk.checked", { when: formatAgo(at, now) });
}
