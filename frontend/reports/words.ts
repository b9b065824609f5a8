import { NOBODY } from "../core/erased";
import { locale } from "../core/i18n";
import { called } from "../ui/called";

/** 'Monday' of 'YYYY-MM-DD', wherever this phone is. */
export function formatWeekday(day: string): string {
	return new Intl.DateTimeFormat(locale.value, {
		weekday: "long",
		timeZone: "UTC",
	}).format(new Date(`${day}T12:00:00Z`));
}

/** A person's first name: enough on a card, and in the room everyone knows it. */
export function firstName(name: string): string {
	if (name === NOBODY) return called(name);
	return name.trim().split(/\s+/)[0] ?? name;
}
