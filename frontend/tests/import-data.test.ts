import { expect, test } from "vitest";
import { isBusy, pieces } from "../importing/import-data";

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
