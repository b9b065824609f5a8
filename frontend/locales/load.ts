import type { Texts } from "../core/i18n";
import type { Locale } from "../core/protocol";

const loaders: Record<Locale, () => Promise<{ default: unknown }>> = {
	en: () => import("./en"),
	ar: () => import("./ar"),
	es: () => import("./es"),
};

export async function loadTexts(language: Locale): Promise<Texts> {
	return (await loaders[language]()).default as Texts;
}
