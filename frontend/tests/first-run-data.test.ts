import { expect, test } from "vitest";
import { officesOf, wrongPart } from "../teams/first-run-data";

const empty = { name: " ", teams: "\n" };
const akron = { name: " Akron ", teams: "Riverside\n\n Hillside " };
const nameless = { name: "", teams: "Harbor" };

test("only an office that says nothing is left out", () => {
	expect(officesOf([empty, akron, nameless])).toEqual([
		{ name: "Akron", teams: ["Riverside", "Hillside"] },
		{ name: "", teams: ["Harbor"] },
	]);
});

test("what the server found wrong is shown at the office that it means", () => {
	const offices = [empty, akron, nameless];

	expect(wrongPart(offices, 1, "offices.0.teams")).toBe("teams");
	expect(wrongPart(offices, 2, "offices.1.name")).toBe("name");
	expect(wrongPart(offices, 0, "offices.0.teams")).toBe(null);
	expect(wrongPart(offices, 1, "offices.1.name")).toBe(null);
	expect(wrongPart(offices, 1, "name")).toBe(null);
	expect(wrongPart(offices, 1, undefined)).toBe(null);
});
