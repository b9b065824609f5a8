import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OwnStreams } from "../core/own-streams";
import type { StreamSummary } from "../core/protocol";
import { Store } from "../core/store";

const TEAM = {
	stream: "room:1",
	title: "Riverside",
	unit: { id: "1", name: "Riverside", kind: "team" },
	epoch: "e",
	head: 2,
	read: 0,
	unread: 2,
	mention: 0,
	may: ["read"],
};
const OFFICE = { ...TEAM, stream: "room:2", title: "Akron", unread: 0 };

let store: Store;
let own: OwnStreams;
let kept: StreamSummary[];
let asked: string[];
let pages: { items: StreamSummary[]; next: string | null }[];

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	pages = [{ items: [TEAM, OFFICE], next: null }];
	vi.stubGlobal("fetch", async (path: string) => {
		asked.push(path);
		const page = pages.shift();
		if (!page) throw new TypeError("no network");
		return new Response(JSON.stringify(page));
	});
	store = new Store();
	own = new OwnStreams(store, (streams) => {
		kept = streams;
	});
	own.welcome([TEAM]);
});

afterEach(() => {
	own.stop();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

function bump(stream: string, fields = {}) {
	own.bump({ type: "bump", stream, head: 3, unread: 3, mention: 0, ...fields });
}

test("a bump of an unknown stream has the list asked for, once for several", async () => {
	bump("room:2");
	bump("room:3");
	expect(asked).toEqual([]);

	await vi.advanceTimersByTimeAsync(3_000);

	expect(asked).toEqual(["/api/v1/streams?limit=100"]);
	expect(store.summary("room:2")?.title).toBe("Akron");
	expect(kept.map((one) => one.stream)).toEqual(["room:1", "room:2"]);
});

test("counts of what is known are not taken back by the list", async () => {
	bump("room:1");
	bump("room:2");

	await vi.advanceTimersByTimeAsync(3_000);

	expect(store.summary("room:1")?.unread).toBe(3);
});

test("without network the next bump asks again", async () => {
	pages = [];
	bump("room:2");
	await vi.advanceTimersByTimeAsync(3_000);
	expect(store.summary("room:2")).toBeUndefined();

	pages = [{ items: [OFFICE], next: null }];
	bump("room:2");
	await vi.advanceTimersByTimeAsync(3_000);

	expect(store.summary("room:2")?.title).toBe("Akron");
});

test("a second page is asked for", async () => {
	pages = [
		{ items: [TEAM], next: "more" },
		{ items: [OFFICE], next: null },
	];
	bump("room:2");

	await vi.advanceTimersByTimeAsync(3_000);

	expect(asked[1]).toBe("/api/v1/streams?limit=100&cursor=more");
	expect(store.summary("room:2")?.title).toBe("Akron");
});

test("a new name shows in list and room, by a bump as by an event", () => {
	const titles = store.titles.value;
	bump("room:1", { title: "Riverbank" });
	expect(store.summary("room:1")?.title).toBe("Riverbank");
	expect(store.summary("room:1")?.unit?.name).toBe("Riverbank");
	expect(store.titles.value).not.toBe(titles);

	own.event({
		type: "event",
		stream: "room:1",
		seq: 4,
		kind: "stream.renamed",
		at: "2026-11-03T18:00:00Z",
		by: null,
		data: { stream: "room:1", title: "Riverview" },
	});

	expect(store.summary("room:1")?.title).toBe("Riverview");
	expect(kept[0]?.title).toBe("Riverview");
	expect(asked).toEqual([]);
});

test("a level set on another page holds here, and is kept", () => {
	own.event({
		type: "event",
		stream: "user:1",
		seq: 4,
		kind: "level.changed",
		at: "2026-11-03T18:00:00Z",
		by: null,
		data: { stream: "room:1", level: "nothing" },
	});

	expect(store.isQuiet("room:1")).toBe(true);
	expect(kept[0]?.level).toBe("nothing");
});

test("the list says of a level what is so now", async () => {
	own.welcome([{ ...TEAM, level: "nothing" }]);
	bump("room:2");

	await vi.advanceTimersByTimeAsync(3_000);

	expect(store.isQuiet("room:1")).toBe(false);
});
