import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { offered, setLevel } from "../chat/levels";
import { unreadRooms } from "../chat/unread";
import { client, openClient } from "../core/client";
import { openDatabase } from "../core/database";
import type { StreamSummary } from "../core/protocol";
import { FakeWire } from "./fake-wire";
import { MemoryStorage } from "./memory-storage";

let sent: [path: string, body: string][];
let isRefused: boolean;

function room(id: number, fields: Partial<StreamSummary> = {}): StreamSummary {
	const stream = `room:${id}`;
	return { stream, title: `R ${id}`, epoch: "e", head: 9, may: [], ...fields };
}

beforeEach(async () => {
	openClient({
		db: await openDatabase("levels"),
		drafts: new MemoryStorage(),
		user: { id: "1", name: "Alice", locale: "en" },
		locale: "en",
		open: () => new FakeWire(),
		ended: () => {},
	});
	sent = [];
	isRefused = false;
	vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
		sent.push([path, String(init.body)]);
		const refusal = { code: "refused", message: "No." };
		return new Response(JSON.stringify(isRefused ? refusal : {}), {
			status: isRefused ? 403 : 200,
		});
	});
	client.store.setStreams([
		room(1, { unread: 3 }),
		room(2, { unread: 4, level: "nothing" }),
	]);
});

afterEach(() => vi.unstubAllGlobals());

test("a quiet room is in no badge, and its list still says what is new", () => {
	expect(unreadRooms()).toBe(3);
	expect(client.store.unreadIn("room:2")).toBe(4);
});

test("a level of a newer server is rather told than missed", () => {
	client.store.patchStream("room:2", { level: "mentions" });

	expect(unreadRooms()).toBe(7);
});

test("a room is quiet at once, and the server hears of it", async () => {
	const done = setLevel("room:1", "nothing");
	expect(unreadRooms()).toBe(0);

	expect(await done).toBe(true);
	expect(sent).toEqual([["/api/v1/rooms/1/level", '{"level":"nothing"}']]);
});

test("what the server refuses is as it was before", async () => {
	isRefused = true;

	expect(await setLevel("room:2", "all")).toBe(false);

	expect(client.store.isQuiet("room:2")).toBe(true);
});

test("of few rooms all have their switch, in their order", () => {
	const rooms = client.store.own("room:");

	expect(offered(rooms)).toEqual(rooms);
});

test("of very many all that are off have it, and the first of the others", () => {
	const rooms = Array.from({ length: 60 }, (_, id) =>
		room(id, id >= 58 ? { level: "nothing" } : {}),
	);

	const shown = offered(rooms).map((one) => one.stream);

	expect(shown).toHaveLength(20);
	expect(shown.slice(0, 2)).toEqual(["room:0", "room:1"]);
	expect(shown.slice(-3)).toEqual(["room:17", "room:58", "room:59"]);
});
