import { expect, test } from "vitest";

const CSS = import.meta.glob<string>("../styles/*.css", {
	eager: true,
	import: "default",
	query: "?raw",
});
const FILES = Object.keys(CSS);
const MAY_NAME_COLOURS = /\/(tokens|avatar)\.css$/;
const PHYSICAL =
	/\b(?:margin|padding|border|inset)-(?:left|right)\b|^\s*(?:left|right):|(?:text-align|float|clear):\s*(?:left|right)/m;

test.each(FILES)("%s mirrors: only logical properties", (name) => {
	expect(CSS[name]).not.toMatch(PHYSICAL);
});

test.each(FILES.filter((name) => !MAY_NAME_COLOURS.test(name)))(
	"%s takes its colours from the tokens",
	(name) => {
		expect(CSS[name]).not.toMatch(/#[0-9a-f]{3,8}\b/i);
	},
);
