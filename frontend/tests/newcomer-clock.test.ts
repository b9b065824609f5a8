import { beforeEach, expect, test } from "vitest";
import { setTexts, type Texts } from "../core/i18n";
import ar from "../locales/ar";
import en from "../locales/en";
import es from "../locales/es";
import { clockWords } from "../people/newcomer-clock";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const JOINED = Date.parse("2026-11-03T18:00:00Z");
const DUE = new Date(JOINED + 72 * HOUR).toISOString();

/** A figure and its unit stay on one line; here they are read as typed. */
const plain = (words: string) => words.replaceAll("\u00a0", " ");

beforeEach(() => setTexts("en", en as Texts));

test.each([
	[MINUTE, "71 h left"],
	[67 * HOUR, "5 h left"],
	[70.5 * HOUR, "1 h left"],
	[71 * HOUR + MINUTE, "59 min left"],
	[72 * HOUR - 1, "1 min left"],
	[72 * HOUR, "over time by 1 min"],
	[75 * HOUR, "over time by 3 h"],
	[119 * HOUR, "over time by 47 h"],
	[120 * HOUR, "over time by 2 days"],
])("%i ms after joining the clock says '%s'", (after, words) => {
	expect(plain(clockWords(DUE, JOINED + after))).toBe(words);
});

test("Spanish counts one and many", () => {
	setTexts("es", es as Texts);

	expect(plain(clockWords(DUE, JOINED + 71 * HOUR))).toBe("queda 1 h");
	expect(plain(clockWords(DUE, JOINED + 67 * HOUR))).toBe("quedan 5 h");
	expect(plain(clockWords(DUE, JOINED + 120 * HOUR))).toBe(
		"2 días fuera de plazo",
	);
});

test("Arabic has its forms for one, two, few and many", () => {
	setTexts("ar", ar as Texts);
	const left = [1, 2, 5, 11].map((hours) =>
		plain(clockWords(DUE, JOINED + (72 - hours) * HOUR)),
	);

	expect(left).toEqual([
		"الوقت الباقي: ساعة واحدة",
		"الوقت الباقي: ساعتان",
		"الوقت الباقي: ٥ ساعات",
		"الوقت الباقي: ١١ ساعة",
	]);
});
