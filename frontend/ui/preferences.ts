import { signal } from "@preact/signals";
import { directionOf, LANGUAGES, setTexts } from "../core/i18n";
import type { Locale } from "../core/protocol";
import { loadTexts } from "../locales/load";

export type Theme = "system" | "light" | "dark";
export type TextSize = "normal" | "large" | "larger";

const THEME = "muster-theme";
const TEXT_SIZE = "muster-text";
const LANGUAGE = "muster-language";

export const theme = signal<Theme>(stored<Theme>(THEME, "system"));
export const textSize = signal<TextSize>(stored<TextSize>(TEXT_SIZE, "normal"));

/** Show the choices of this device before anything else is drawn. */
export function applyPreferences(): void {
	const root = document.documentElement;
	if (theme.value === "system") delete root.dataset.theme;
	else root.dataset.theme = theme.value;
	root.dataset.text = textSize.value;
}

export function setTheme(choice: Theme): void {
	localStorage.setItem(THEME, choice);
	theme.value = choice;
	applyPreferences();
}

export function setTextSize(choice: TextSize): void {
	localStorage.setItem(TEXT_SIZE, choice);
	textSize.value = choice;
	applyPreferences();
}

/** The language chosen on this device, else the person's, else the browser's. */
export function preferredLanguage(own?: Locale): Locale {
	const chosen = localStorage.getItem(LANGUAGE);
	const wanted = [chosen, own, ...navigator.languages];
	for (const tag of wanted) {
		const short = tag?.slice(0, 2);
		if (short && short in LANGUAGES) return short as Locale;
	}
	return "en";
}

export function rememberLanguage(language: Locale): void {
	localStorage.setItem(LANGUAGE, language);
}

export async function showLanguage(language: Locale): Promise<void> {
	const texts = await loadTexts(language);
	document.documentElement.lang = language;
	document.documentElement.dir = directionOf(language);
	setTexts(language, texts);
}

function stored<Value extends string>(key: string, otherwise: Value): Value {
	return (localStorage.getItem(key) as Value | null) ?? otherwise;
}
