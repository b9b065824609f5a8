import { expect, test } from "vitest";
import { setTexts } from "../core/i18n";
import { type Boot, boot } from "../core/session";
import { placeDetail } from "../people/place-detail";

test("a place says of what kind it is in the campaign's own words", () => {
	const count = { one: "{count} person", other: "{count} people" };
	setTexts("en", { people: { count } });
	const words = { units: { office: { en: "branch" } }, roles: {} };
	boot.value = { campaign: { words } } as unknown as Boot;
	const akron = {
		id: "1",
		name: "Akron",
		kind: "office",
		parent: null,
		role: null,
		may: [],
		members: 11,
		has_places: false,
	};

	expect(placeDetail(akron)).toBe("branch · 11 people");
});
