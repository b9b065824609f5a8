import { expect, test } from "vitest";
import { isTypedAs } from "../core/typed";

test.each([
	["as it is shown between direction marks", "\u2068Owner Ömer\u2069"],
	["with an accent of its own", "Owner O\u0308mer"],
	["with other spaces", "  Owner\u00a0 Ömer\t"],
	["in small letters", "owner ömer"],
])("a name counts %s", (_how, typed) => {
	expect(isTypedAs(typed, "Owner Ömer")).toBe(true);
});

test.each(["", " ", "\u2068\u2069", "Owner", "Owner Omer", "Owner Ömerr"])(
	"'%s' is another name",
	(typed) => {
		expect(isTypedAs(typed, "Owner Ömer")).toBe(false);
	},
);

test("where there is no name nothing confirms it", () => {
	expect(isTypedAs("", "")).toBe(false);
	expect(isTypedAs("\u2069", "\u2068")).toBe(false);
});

test("Arabic is compared letter by letter", () => {
	expect(isTypedAs("\u2068علي\u2069 ", "علي")).toBe(true);
	expect(isTypedAs("عالي", "علي")).toBe(false);
});
