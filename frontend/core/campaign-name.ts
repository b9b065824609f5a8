/** What the campaign is called, on every page: from the start of the page on, and as it becomes. */
import { effect } from "@preact/signals";
import type { StreamSummary } from "./protocol";
import { boot, loadBoot } from "./session";
import type { Store } from "./store";

/** Nobody but those at its top has a stream of the campaign itself: the others ask, seldom. */
const ASK_EVERY_MS = 10 * 60_000;

/** By a stream of the campaign's own if there is one, else asked for when somebody comes back. */
export function keepCampaignName(store: Store): void {
	effect(() => {
		const name = nameIn(store.streams.value.values());
		if (name) rename(name);
	});
	let asked = Date.now();
	document.addEventListener("visibilitychange", () => {
		if (document.hidden || Date.now() - asked < ASK_EVERY_MS) return;
		asked = Date.now();
		void loadBoot().catch(() => {});
	});
}

/** The title of a stream that belongs to the campaign as a whole. */
export function nameIn(streams: Iterable<StreamSummary>): string | undefined {
	for (const { unit, title } of streams)
		if (unit?.kind === "campaign") return title;
	return undefined;
}

function rename(name: string): void {
	const now = boot.peek();
	if (!now?.campaign || now.campaign.name === name) return;
	boot.value = { ...now, campaign: { ...now.campaign, name } };
}
