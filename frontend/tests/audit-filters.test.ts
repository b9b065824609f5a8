import { expect, test } from "vitest";
import { nameIn } from "../core/api";
import { setTexts } from "../core/i18n";
import en from "../locales/en";
import {
	addressOf,
	type Filters,
	filtersIn,
	isFiltered,
	toldFilters,
} from "../trust/audit-filters";

const NONE: Filters = {
	act: "",
	who: "",
	whom: "",
	place: "",
	since: "",
	until: "",
};

test("without filters the address is the page's own", () => {
	expect(addressOf(NONE)).toBe("/people/audit");
});

test("one filter is enough to look for less than everything", () => {
	expect(isFiltered(NONE)).toBe(false);
	expect(isFiltered({ ...NONE, whom: "Alice" })).toBe(true);
});

test("an address brings back what was looked for", () => {
	const looked: Filters = {
		...NONE,
		act: "people_imported",
		who: "Álvaro & Co",
		since: "2026-11-03T10:00",
	};
	const address = new URL(addressOf(looked), "https://example.org");

	expect(filtersIn(address.searchParams)).toEqual(looked);
});

test("what is no time, and what is no filter, is left out", () => {
	const query = new URLSearchParams("since=soon&token=1&place=Akron");

	expect(filtersIn(query)).toEqual({ ...NONE, place: "Akron" });
});

test("what is exported says by which filters it was found", () => {
	setTexts("en", en);
	const acts = [{ act: "member_muted", what: "muted a member" }];
	const filters = { ...NONE, act: "member_muted", who: "Olive" };

	expect(toldFilters(filters, acts)).toEqual([
		"What: muted a member",
		"Who did it: Olive",
	]);
	expect(toldFilters(NONE, acts)).toEqual([]);
});

test("a file is called what the server calls it", () => {
	expect(nameIn('attachment; filename="audit-all.csv"')).toBe("audit-all.csv");
	expect(nameIn("attachment; filename*=utf-8''audit-who-%C3%A1.csv")).toBe(
		"audit-who-á.csv",
	);
	expect(nameIn("")).toBe("");
});
