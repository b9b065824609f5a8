import { locale } from "../core/i18n";

const ARABIC = /\p{Script=Arabic}/gu;
const LETTER = /\p{Letter}/gu;

/** The language that a text is most likely written in: that of most of its letters. */
export function languageOf(text: string): string {
	const arabic = text.match(ARABIC)?.length ?? 0;
	const letters = text.match(LETTER)?.length ?? 0;
	if (arabic * 2 > letters) return "ar";
	return locale.value === "ar" ? "en" : locale.value;
}
