import { expect, test } from "vitest";
import type { Item } from "../core/protocol";
import { sharedFirstNames } from "../reports/namesakes";

let seq = 0;

function by(id: string, name: string, report: object | null = null): Item {
	seq += 1;
	return {
		seq,
		kind: report ? "report.filed" : "message.posted",
		at: "2026-11-03T18:00:00Z",
		by: { id, name, role: "volunteer" },
		data: report ? { report } : {},
	} as Item;
}

test("two people of one first name are told apart, one who is there twice is not", () => {
	const items = [
		by("1", "Sam Carter"),
		by("1", "Sam Carter", {}),
		by("2", "sam Ortiz"),
		by("3", "Nour Haddad", {}),
	];

	expect(sharedFirstNames(items)).toEqual(["sam"]);
	expect(sharedFirstNames(items.slice(0, 2))).toEqual([]);
});

test("whose work it was and who corrected it counts as well", () => {
	const theirs = { on_behalf_of: { id: "4", name: "Nour Aziz" } };
	const changed = { correction: { by: { id: "5", name: "Ana B" }, was: 3 } };
	const items = [by("3", "Nour Haddad", theirs), by("6", "Ana María", changed)];

	expect(sharedFirstNames(items)).toEqual(["ana", "nour"]);
});

test("former members and programs without a name are nobody's namesakes", () => {
	expect(sharedFirstNames([by("1", "—"), by("2", "—")])).toEqual([]);
	expect(sharedFirstNames([{ ...by("1", "Sam"), by: null }])).toEqual([]);
});
