import { expect, test } from "vitest";
import { isNearLimit, isTooLong, lengthOf, mayBeLong } from "../chat/length";

test("characters are counted as the server counts them", () => {
	expect(lengthOf("🙂".repeat(4_000))).toBe(4_000);
	expect(isTooLong("🙂".repeat(4_000))).toBe(false);
	expect(isTooLong("🙂".repeat(4_001))).toBe(true);
	expect(isTooLong(` ${"a".repeat(4_000)}\n`)).toBe(false);
});

test("the count is said from 3,800 characters on", () => {
	expect(isNearLimit("a".repeat(3_799))).toBe(false);
	expect(isNearLimit("a".repeat(3_800))).toBe(true);
});

test("many short lines may be long, a sentence is not", () => {
	expect(mayBeLong("a\n".repeat(12))).toBe(true);
	expect(mayBeLong("Twelve doors in Maple Street")).toBe(false);
});
