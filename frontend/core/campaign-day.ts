/** Days as the campaign counts them, wherever the phone is. */
import { boot } from "./session";

/** 'YYYY-MM-DD' of the campaign, some days before a moment. */
export function dayBefore(at: number, days: number, timeZone: string): string {
	const parts = new Intl.DateTimeFormat("en-US", {
		timeZone,
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
	}).formatToParts(at);
	const part = (type: string) =>
		Number(parts.find((one) => one.type === type)?.value);
	const day = Date.UTC(part("year"), part("month") - 1, part("day") - days);
	return new Date(day).toISOString().slice(0, 10);
}

export function campaignZone(): string {
	return boot.value?.campaign?.timezone ?? "UTC";
}
