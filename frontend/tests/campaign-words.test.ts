import { beforeEach, expect, test } from "vitest";
import { setTexts } from "../core/i18n";
import { type Boot, boot, type CampaignWords } from "../core/session";
import { placeWord, roleName, roleWord } from "../ui/role";

const TEXTS = {
	teams: { role_leader: "leader", role_volunteer: "volunteer" },
	tree: { kind_office: "field office" },
};

function campaignSays(words?: CampaignWords): void {
	boot.value = { campaign: { words } } as unknown as Boot;
}

beforeEach(() => setTexts("es", TEXTS));

test("a campaign's own words are used in the language shown", () => {
	campaignSays({
		units: { office: { en: "branch", es: "delegación" } },
		roles: { leader: { en: "shift leader", es: "jefa de turno" } },
	});

	expect(placeWord("office")).toBe("delegación");
	expect(roleName("leader")).toBe("jefa de turno");
});

test("without them the usual ones stand there", () => {
	campaignSays();

	expect(placeWord("office")).toBe("field office");
	expect(roleWord("leader")).toBe("leader");
	expect(roleName("volunteer")).toBe("");
});
