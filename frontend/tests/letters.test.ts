import { expect, test } from "vitest";
import {
	foreignScript,
	isOtherByCapitals,
	lettersOf,
	otherLetters,
	scriptOf,
} from "../trust/letters";

test.each([
	["Воb", "Bob", "[Во]b"],
	["Olіve", "Olive", "Ol[і]ve"],
	["BOB", "Bob", "B[OB]"],
	["Bob", "Bob", "Bob"],
	["Bob.", "Bob", "Bob[.]"],
	["علي", "علي", "علي"],
])(
	"of %s the letters that are not those of %s are marked",
	(name, like, marked) => {
		const shown = lettersOf(name, like)
			.map((run) => (run.isOther ? `[${run.text}]` : run.text))
			.join("");

		expect(shown).toBe(marked);
	},
);

test("each letter that differs is named once, with what kind it is", () => {
	expect(otherLetters("Ооо", "Ooo")).toEqual(["О", "о"]);
	expect(scriptOf("о")).toBe("trust.letter_cyrillic");
	expect(scriptOf("Α")).toBe("trust.letter_greek");
	expect(scriptOf("0")).toBe("trust.letter_figure");
	expect(scriptOf("\u{1d401}")).toBe("trust.letter_unusual");
});

test.each([
	["LENA LEADER", "Lena Leader", true],
	["LЕNA LEADER", "Lena Leader", false],
	["Lena Leader", "Lena Leader", false],
	["BiII", "Bill", false],
])("that %s is %s but for capitals is %s", (name, like, isSo) => {
	expect(isOtherByCapitals(name, like)).toBe(isSo);
});

test("beside another letter its capitals are not listed", () => {
	expect(otherLetters("LЕNA LEADER", "Lena Leader")).toEqual(["Е"]);
});

test.each([
	["Е", "Lena", "trust.letter_cyrillic"],
	["I", "Bill", null],
	["0", "Bob", "trust.letter_figure"],
	["0", "Bob 2", null],
	["\u{1d401}", "Bob", "trust.letter_unusual"],
])("of %s beside %s the script is said as %s", (letter, like, said) => {
	expect(foreignScript(letter, like)).toBe(said);
});
