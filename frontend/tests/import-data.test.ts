import { expect, test } from "vitest";
import {
	type Import,
	isBusy,
	isUnusable,
	pieces,
} from "../importing/import-data";

test("a file is cut into pieces that leave nothing out", () => {
	expect(pieces(0, 4)).toEqual([]);
	expect(pieces(4, 4)).toEqual([[0, 4]]);
	expect(pieces(10, 4)).toEqual([
		[0, 4],
		[4, 8],
		[8, 10],
	]);
});

test("only what the server works on is asked for again", () => {
	expect(isBusy("checking")).toBe(true);
	expect(isBusy("importing")).toBe(true);
	expect(isBusy("checked")).toBe(false);
	expect(isBusy("done")).toBe(false);
});

test("a file is without use when every row of it is refused", () => {
	const found = (rows: number, counts: Import["counts"]) =>
		isUnusable({ rows, counts } as Import);

	expect(found(3, { refused: 3 })).toBe(true);
	expect(found(3, { refused: 2, there: 1 })).toBe(false);
	expect(found(3, { joins: 3 })).toBe(false);
	expect(found(0, {})).toBe(false);
});
