import { expect, test } from "vitest";
import { lettersOf, otherLetters, scriptOf } from "../trust/letters";

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
