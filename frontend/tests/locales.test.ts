import { expect, test } from "vitest";
import type { Text } from "../core/i18n";

const FILES = import.meta.glob<Record<string, Text>>("../locales/*/*.json", {
	eager: true,
	import: "default",
});
const AREAS = Object.keys(FILES)
	.filter((path) => path.includes("/en/"))
	.map((path) => path.replace("../locales/en/", ""));
const OTHERS = ["ar", "es"];

function read(language: string, area: string): Record<string, Text> {
	return FILES[`../locales/${language}/${area}`] ?? {};
}

function formsOf(text: Text): string[] {
	return typeof text === "string" ? [] : Object.keys(text).sort();
}

function placeholders(text: Text): string[] {
	const words = typeof text === "string" ? text : (text.other ?? "");
	return [...new Set(words.match(/\{\w+\}/g))].sort();
}

test.each(AREAS)("%s has the same texts in every language", (area) => {
	const english = Object.keys(read("en", area)).sort();

	for (const language of OTHERS)
		expect(Object.keys(read(language, area)).sort()).toEqual(english);
});

test.each(AREAS)("%s has the same placeholders in every language", (area) => {
	const english = read("en", area);

	for (const language of OTHERS)
		for (const [key, text] of Object.entries(read(language, area)))
			expect([key, placeholders(text)]).toEqual([
				key,
				placeholders(english[key] ?? ""),
			]);
});

test.each(AREAS)("%s has all plural forms of its language", (area) => {
	for (const language of ["en", ...OTHERS]) {
		const forms = new Intl.PluralRules(language)
			.resolvedOptions()
			.pluralCategories.slice()
			.sort();
		for (const [key, text] of Object.entries(read(language, area)))
			if (typeof text !== "string")
				expect([language, key, formsOf(text)]).toEqual([language, key, forms]);
	}
});
