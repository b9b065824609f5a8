import { expect, test } from "vitest";
import { piecesOf } from "../chat/links";

const linksOf = (text: string) =>
	piecesOf(text)
		.filter((piece) => typeof piece !== "string")
		.map((piece) => piece.href);

test("an address among words becomes a link, the words stay", () => {
	expect(piecesOf("See https://example.org/a today")).toEqual([
		"See ",
		{ href: "https://example.org/a", text: "https://example.org/a" },
		" today",
	]);
});

test.each([
	["Look: http://example.org.", "http://example.org"],
	["https://example.org/a?b=1&c=2#d!", "https://example.org/a?b=1&c=2#d"],
	["(https://example.org/a)", "https://example.org/a"],
	["https://example.org/a_(b)", "https://example.org/a_(b)"],
	["“https://example.org/a”,", "https://example.org/a"],
	["هنا https://example.org/a؟", "https://example.org/a"],
	["HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"],
])("%s links to %s", (text, href) => {
	expect(linksOf(text)).toEqual([href]);
});

test.each([
	"javascript:alert(1)",
	"ftp://example.org",
	"http://",
	"https://.",
	"xhttps://example.org",
	"<b>bold</b>",
])("%s is no link", (text) => {
	expect(linksOf(text)).toEqual([]);
});

test("nothing is lost or added", () => {
	const text = "a https://x.org/1, https://y.org/2). \u202ehttps://z.org\nb";
	const shown = piecesOf(text).map((piece) =>
		typeof piece === "string" ? piece : piece.text,
	);

	expect(shown.join("")).toBe(text);
	expect(linksOf(text)).toHaveLength(3);
});
