import { expect, test } from "vitest";

const VIEWS = import.meta.glob<string>("../*/**/*.tsx", {
	eager: true,
	import: "default",
	query: "?raw",
});
/** The line itself, and words that belong to one field of a form. */
const OWN_LINES =
	/\/ui\/(failure-line|field|stepper)\.tsx$|\/length-line\.tsx$/;
const FILES = Object.keys(VIEWS).filter(
	(name) => !name.includes("/node_modules/") && !OWN_LINES.test(name),
);

test("there are views to look at", () => {
	expect(FILES.length).toBeGreaterThan(100);
});

test.each(FILES)("%s says what went wrong by the one line for it", (name) => {
	expect(VIEWS[name]).not.toContain("field-error");
});
