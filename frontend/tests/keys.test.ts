import { expect, test } from "vitest";
import { keyOf } from "../ui/keys";

function press(key: string, code: string, shiftKey = false): string {
	return keyOf({ key, code, shiftKey });
}

test("a key without a Latin letter is known by its place", () => {
	expect(press("ت", "KeyJ")).toBe("j");
	expect(press("ش", "KeyA")).toBe("a");
	expect(press("ظ", "Slash")).toBe("/");
	expect(press("؟", "Slash", true)).toBe("?");
});

test("Caps Lock changes nothing", () => {
	expect(press("J", "KeyJ")).toBe("j");
});

test("a Latin letter counts wherever it stands", () => {
	expect(press("a", "KeyQ")).toBe("a");
	expect(press("/", "Digit7", true)).toBe("/");
	expect(press("-", "Slash")).toBe("-");
});

test("named keys keep their names", () => {
	expect(press("Enter", "Enter")).toBe("Enter");
	expect(press("Dead", "KeyE")).toBe("Dead");
});
