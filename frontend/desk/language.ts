import { locale } from "../core/i18n";

const ARABIC = /\p{Script=Arabic}/u;

/** The language that a text is most likely written in: its script, else the screen's. */
export function languageOf(text: string): string {
	if (ARABIC.test(text)) return "ar";
	return locale.value === "ar" ? "en" : locale.value;
}
