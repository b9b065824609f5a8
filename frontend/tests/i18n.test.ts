import { beforeEach, expect, test } from "vitest";
import {
	formatChoice,
	formatList,
	formatNumber,
	formatSpan,
	formatTime,
	parseNumber,
	setTexts,
	type Texts,
	t,
} from "../core/i18n";
import arabic from "../locales/ar";
import english from "../locales/en";
import spanish from "../locales/es";

beforeEach(() => setTexts("en", english as Texts));

function inArabic(): void {
	setTexts("ar", arabic as Texts);
}

test("a number chooses the form and is written for the language", () => {
	expect(t("core.new_count", { count: 1200 })).toBe("1,200 new");
});

test("Arabic has six forms and its own digits", () => {
	inArabic();

	expect(t("chat.online", { count: 2 })).toBe("متصلان");
	expect(t("chat.online", { count: 7 })).toBe("٧ متصلين");
	expect(t("chat.online", { count: 11 })).toBe("١١ متصلًا");
});

test("a name of the other direction is isolated", () => {
	inArabic();

	expect(t("chat.placeholder", { room: "Riverside" })).toBe(
		"رسالة إلى \u2068Riverside\u2069…",
	);
	expect(t("chat.placeholder", { room: "ضفة النهر" })).toBe(
		"رسالة إلى ضفة النهر…",
	);
});

test.each([
	["٢٥", 25],
	["۲۵", 25],
	["1,200", 1200],
	["١٬٢٠٠", 1200],
	[" 7 ", 7],
	["1 200", 1200],
	["1,200,000", 1_200_000],
	["-3", null],
	["12.5", null],
	["12,5", null],
	["1.200", null],
	["1,2000", null],
	["١٢٫٥", null],
	["1e9", null],
	["two", null],
	["", null],
])("%s is typed as a number", (typed, number) => {
	expect(parseNumber(typed)).toBe(number);
});

test("Spanish groups with a point", () => {
	setTexts("es", spanish as Texts);

	expect(parseNumber("12.500")).toBe(12_500);
	expect(parseNumber("12.5")).toBe(null);
	expect(parseNumber("12,500")).toBe(null);
});

test("a span is told in hours and minutes", () => {
	expect(formatSpan(192 * 60_000)).toBe("3 h 12 min");
});

test("times and numbers take the digits of the language", () => {
	inArabic();

	expect(formatNumber(340)).toBe("٣٤٠");
	expect(formatTime(new Date(2026, 10, 3, 18, 4))).toBe("١٨:٠٤");
});

test("names in a row have the comma of the language", () => {
	expect(formatList(["Arabic", "English"])).toBe("Arabic, English");
	inArabic();

	expect(formatList(["العربية", "الإنجليزية"])).not.toContain(",");
});

test("a browser that can't join names has them joined", () => {
	const list = Intl.ListFormat;
	try {
		Object.assign(Intl, { ListFormat: undefined });
		expect(formatList(["Arabic", "English"])).toBe("Arabic, English");
	} finally {
		Object.assign(Intl, { ListFormat: list });
	}
});

test("of several things one is meant", () => {
	setTexts("en", {});
	expect(formatChoice(["field office"])).toBe("field office");
	expect(formatChoice(["region", "centre"])).toBe("region or centre");
});
