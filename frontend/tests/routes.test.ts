import { expect, test } from "vitest";
import { matchPath } from "../core/routes";

test("named parts become params", () => {
	expect(matchPath("/desk/:unit/:question", "/desk/2/5")).toEqual({
		unit: "2",
		question: "5",
	});
});

test("another path does not match", () => {
	expect(matchPath("/rooms/:room", "/rooms")).toBeNull();
	expect(matchPath("/rooms", "/feed")).toBeNull();
});
