import { expect, test } from "vitest";
import { wantedOf } from "../arranging/place-fields";
import {
	actsOn,
	codesIn,
	kindsAbove,
	kindsBelow,
	usualKind,
} from "../arranging/places";
import { capacityIn, isFull } from "../joining/door";

function place(kind: string, ...may: string[]) {
	return { id: "1", name: "P", kind, parent: null, may };
}

const DRAFT = {
	name: "Lakeside",
	place: "Main Street",
	codes: "44301, 44302",
	mode: "open" as const,
	room: "12",
};

test("who arranges nothing there is offered nothing", () => {
	expect(actsOn(place("office", "invite", "manage_people"))).toEqual([]);
});

test("a campaign is neither moved nor archived, and nothing is under a team", () => {
	const acts = (kind: string) => actsOn(place(kind, "arrange_units"));

	expect(acts("campaign")).toEqual(["open", "change"]);
	expect(acts("office")).toEqual(["open", "change", "move", "archive"]);
	expect(acts("team")).toEqual(["change", "move", "archive"]);
});

test("only what may stand there is offered", () => {
	expect(kindsBelow("centre")).toEqual(["region", "office"]);
	expect(kindsBelow("team")).toEqual([]);
	expect(kindsBelow("castle")).toEqual([]);
});

test("a new place is first of the kind that is most usual there", () => {
	const offices = [{ kind: "office" }, { kind: "region" }, { kind: "office" }];

	expect(usualKind(kindsBelow("centre"), offices)).toBe("office");
	expect(usualKind(kindsBelow("centre"), offices.slice(1))).toBe("region");
	expect(usualKind(kindsBelow("centre"), [])).toBe("region");
	expect(usualKind(kindsBelow("office"), [])).toBe("team");
	expect(usualKind(kindsBelow("team"), [])).toBe("");
});

test("of what kind the place above must be is known", () => {
	expect(kindsAbove("team")).toEqual(["office"]);
	expect(kindsAbove("office")).toEqual(["centre", "region"]);
	expect(kindsAbove("campaign")).toEqual([]);
});

test("postal codes come with commas of any script between them", () => {
	expect(codesIn(" 44301, 44 302،٤٤٣٠٣ ,, \n44304 ")).toEqual([
		"44301",
		"44 302",
		"٤٤٣٠٣",
		"44304",
	]);
	expect(codesIn("  ")).toEqual([]);
});

test("nothing typed is room for any number, and letters are no number", () => {
	expect(capacityIn(" ")).toBeNull();
	expect(capacityIn("١٢")).toBe(12);
	expect(capacityIn("many")).toBeUndefined();
	expect(capacityIn("0")).toBeUndefined();
	expect(capacityIn("100001")).toBeUndefined();
});

test("what is longer than it may be is not sent, and counted as it is kept", () => {
	const named = (name: string) => wantedOf({ ...DRAFT, name }, "office");

	expect(named("n".repeat(81))).toBeNull();
	expect(named(`  ${"🙂".repeat(80)} `)).not.toBeNull();
	expect(wantedOf({ ...DRAFT, place: "p".repeat(121) }, "office")).toBeNull();
});

test("a place that has no room for those who are in it says so", () => {
	expect(isFull(10, 11)).toBe(true);
	expect(isFull(11, 11)).toBe(true);
	expect(isFull(12, 11)).toBe(false);
	expect(isFull(null, 11)).toBe(false);
	expect(isFull(undefined, 11)).toBe(false);
});

test("only a team has a door, room and neighbours", () => {
	expect(wantedOf(DRAFT, "office")).toEqual({
		name: "Lakeside",
		place: "Main Street",
	});
	expect(wantedOf(DRAFT, "team")).toMatchObject({
		postal_codes: ["44301", "44302"],
		join_mode: "open",
		capacity: 12,
	});
	expect(wantedOf({ ...DRAFT, room: "many" }, "team")).toBeNull();
});
