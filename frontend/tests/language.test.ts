import { afterEach, expect, test } from "vitest";
import { locale } from "../core/i18n";
import { languageOf } from "../desk/language";

afterEach(() => {
	locale.value = "en";
});

test("a name in another script does not change the language", () => {
	expect(languageOf("Where does شارع السلام vote, near the mill?")).toBe("en");
	expect(languageOf("أين يصوّت سكان شارع Oak اليوم؟")).toBe("ar");
});

test("other letters than Arabic are taken for the screen's language", () => {
	locale.value = "es";
	expect(languageOf("¿Dónde se vota?")).toBe("es");
	locale.value = "ar";
	expect(languageOf("Where to vote?")).toBe("en");
});

test("a text without letters is in the screen's language", () => {
	expect(languageOf("123?")).toBe("en");
});
