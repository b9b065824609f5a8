import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepCampaignName, nameIn } from "../core/campaign-name";
import type { StreamSummary } from "../core/protocol";
import { type Boot, boot } from "../core/session";
import { Store } from "../core/store";

const CAMPAIGN = {
	stream: "room:1",
	title: "Ohio",
	unit: { id: "1", name: "Ohio", kind: "campaign" },
	epoch: "e",
	head: 0,
	may: [],
} satisfies StreamSummary;
const TEAM = {
	...CAMPAIGN,
	stream: "room:2",
	title: "Riverside",
	unit: { id: "2", name: "Riverside", kind: "team" },
};

let comeBack: () => void;
let page: { hidden: boolean };
let asked: string[];

function named(name: string): Boot {
	return { campaign: { name, kind: "civic" } } as unknown as Boot;
}

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	page = { hidden: false };
	vi.stubGlobal(
		"document",
		Object.assign(page, {
			addEventListener: (_kind: string, heard: () => void) => {
				comeBack = heard;
			},
		}),
	);
	vi.stubGlobal("fetch", async (path: string) => {
		asked.push(path);
		return new Response(JSON.stringify(named("Ohio 2028")));
	});
	boot.value = named("Ohio");
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test("a stream of the campaign renames it everywhere", () => {
	const store = new Store();
	keepCampaignName(store);
	store.setStreams([TEAM, CAMPAIGN]);

	store.rename("room:1", "Ohio 2026");

	expect(boot.value?.campaign?.name).toBe("Ohio 2026");
	expect(boot.value?.campaign?.kind).toBe("civic");
});

test("a team's name is not the campaign's", () => {
	expect(nameIn([TEAM])).toBeUndefined();
});

test("who has no such stream asks on coming back, and not each time", async () => {
	keepCampaignName(new Store());
	comeBack();
	expect(asked).toEqual([]);

	vi.setSystemTime(Date.now() + 11 * 60_000);
	comeBack();
	comeBack();
	await vi.waitUntil(() => boot.value?.campaign?.name === "Ohio 2028");

	expect(asked).toEqual(["/api/v1/boot"]);
});
