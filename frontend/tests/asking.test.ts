import { expect, test, vi } from "vitest";

vi.hoisted(() => {
	Object.assign(globalThis, { location: new URL("https://muster.example") });
});
const { withMissing } = await import("../desk/asking");

test("what is missing stands under the old question", () => {
	expect(withMissing("May she vote?", "She has no card.")).toBe(
		"May she vote?\nShe has no card.",
	);
});

test("both together are no longer than a question may be, and all that is new is kept", () => {
	const text = withMissing("o".repeat(2_000), "n".repeat(1_500));

	expect(text).toHaveLength(2_000);
	expect(text.endsWith(`…\n${"n".repeat(1_500)}`)).toBe(true);
	expect(withMissing("old", "n".repeat(2_000))).toBe("n".repeat(2_000));
});
