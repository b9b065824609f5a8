import { expect, test } from "vitest";
import type { Place } from "../people/people-data";
import {
	asLoaded,
	NOTHING,
	rowsOf,
	stepOf,
	withBranch,
	withOpen,
} from "../people/tree-data";

function place(id: string, parent: string | null, has_places = false): Place {
	const may: string[] = [];
	const name = `P${id}`;
	return {
		id,
		parent,
		name,
		kind: "team",
		role: null,
		may,
		members: 1,
		has_places,
	};
}

const top = withBranch(NOTHING, "", {
	places: [place("1", null, true), place("2", null)],
	next: null,
});
const open = withOpen(
	withBranch(top, "1", {
		places: [place("3", "1"), place("4", "1")],
		next: "more",
	}),
	"1",
	true,
);

function ids(shown: typeof top): string[] {
	return rowsOf(shown).map((row) => row.place.id);
}

test("only what is under open places is shown, in order", () => {
	expect(ids(top)).toEqual(["1", "2"]);
	expect(ids(open)).toEqual(["1", "3", "4", "2"]);
	expect(rowsOf(open).map((row) => row.level)).toEqual([1, 2, 2, 1]);
});

test("the last of a branch that goes on says under what there is more", () => {
	const more = rowsOf(open).map((row) => row.moreUnder);

	expect(more).toEqual([null, null, "1", null]);
});

test("a further page comes behind the first", () => {
	const longer = withBranch(open, "1", {
		places: [place("5", "1")],
		next: null,
	});

	expect(ids(longer)).toEqual(["1", "3", "4", "5", "2"]);
});

test.each([
	["1", "ArrowDown", { focus: "3" }],
	["2", "ArrowUp", { focus: "4" }],
	["2", "ArrowDown", null],
	["3", "Home", { focus: "1" }],
	["3", "End", { focus: "2" }],
	["1", "ArrowRight", { focus: "3" }],
	["1", "ArrowLeft", { toggle: "1" }],
	["4", "ArrowLeft", { focus: "1" }],
	["4", "ArrowRight", null],
	["4", "x", null],
])("on %s the key %s does %o", (at, key, step) => {
	expect(stepOf(rowsOf(open), at, key, false)).toEqual(step);
});

test("a closed place opens with the arrow of the reading direction", () => {
	expect(stepOf(rowsOf(top), "1", "ArrowRight", false)).toEqual({
		toggle: "1",
	});
	expect(stepOf(rowsOf(top), "1", "ArrowLeft", true)).toEqual({ toggle: "1" });
});

test("after a change what is gone is gone, and what was open stays open", () => {
	const again = asLoaded(
		withOpen(open, "9", true),
		new Map([
			["", { places: [place("1", null, true)], next: null }],
			["1", { places: [place("4", "1")], next: null }],
		]),
	);

	expect(ids(again)).toEqual(["1", "4"]);
	expect([...again.open]).toEqual(["1"]);
});
