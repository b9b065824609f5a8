import { expect, test } from "vitest";
import { setTexts, t } from "../core/i18n";
import ar from "../locales/ar";
import en from "../locales/en";
import es from "../locales/es";

test.each([
	["en", en, 1, "used 0 of 1 time"],
	["en", en, 50, "used 0 of 50 times"],
	["es", es, 1, "usada 0 de 1 vez"],
	["es", es, 50, "usada 0 de 50 veces"],
	["ar", ar, 1, "استُخدمت ٠ من مرة واحدة"],
	["ar", ar, 10, "استُخدمت ٠ من ١٠ مرات"],
	["ar", ar, 50, "استُخدمت ٠ من ٥٠ مرة"],
] as const)("in %s (%#) an invitation says how often it was used", (...row) => {
	const [language, texts, count, said] = row;
	setTexts(language, texts);

	expect(t("joining.used", { uses: 0, count })).toBe(said);
});

test.each([
	["en", en, "You are muted here until 01:22."],
	["ar", ar, "أنت مكتوم هنا حتى 01:22."],
	["es", es, "Estás en silencio aquí hasta: 01:22."],
] as const)(
	"in %s one is muted now, and was not before",
	(language, texts, said) => {
		setTexts(language, texts);

		expect(t("chat.muted", { time: "01:22" })).toBe(said);
	},
);
