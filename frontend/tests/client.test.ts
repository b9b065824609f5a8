import "fake-indexeddb/auto";
import { effect } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { registerMessageFolds } from "../chat/message-data";
import { Client } from "../core/client";
import { openDatabase } from "../core/database";
import { FakeWire } from "./fake-wire";
import { MemoryStorage } from "./memory-storage";

registerMessageFolds();

let client: Client;
let wires: FakeWire[];
let names = 0;

const ROOM = {
	stream: "room:1",
	title: "Riverside",
	epoch: "e",
	head: 2,
	read: 2,
	unread: 0,
	may: ["read", "post"],
};

beforeEach(async () => {
	names += 1;
	wires = [];
	client = await clientWith(`client-${names}`);
});

afterEach(() => client.stop());

async function clientWith(database: string): Promise<Client> {
	const made = new Client({
		db: await openDatabase(database),
		drafts: new MemoryStorage(),
		user: { id: "1", name: "Alice", locale: "en" },
		locale: "en",
		open: () => {
			const fresh = new FakeWire();
			wires.push(fresh);
			return fresh;
		},
		ended: () => {},
	});
	await made.start();
	return made;
}

function wire(): FakeWire {
	const last = wires[wires.length - 1];
	if (!last) throw new Error("nothing was opened");
	return last;
}

function posted(seq: number, by = "2") {
	return {
		seq,
		kind: "message.posted",
		at: "2026-11-03T18:00:00Z",
		by: { id: by, name: "Bob" },
		data: { message: { id: `m${seq}`, text: `text ${seq}`, version: 1 } },
	};
}

function event(seq: number, by?: string) {
	return { type: "event", stream: "room:1", ...posted(seq, by) };
}

function asked(type: string, stream = "room:1") {
	return wire()
		.all(type)
		.filter((frame) => frame.stream === stream);
}

function answer(frame: Record<string, unknown> | undefined, fields = {}) {
	wire().say({ type: "ok", ref: frame?.ref, ...fields });
}

async function openRoom(): Promise<void> {
	client.follow("room:1");
	wire().welcome([ROOM]);
	await vi.waitFor(() => expect(asked("stream.page")).toHaveLength(1));
	answer(asked("stream.page")[0], {
		items: [posted(1), posted(2)],
		has_before: false,
		has_after: false,
		epoch: "e",
		head: 2,
	});
	await vi.waitFor(() => expect(asked("subscribe")).toHaveLength(1));
	answer(asked("subscribe")[0], { epoch: "e", head: 2 });
}

function seqs(): number[] {
	return client.store.content("room:1").value.items.map((item) => item.seq);
}

test("a room is paged, then subscribed from the page's head", async () => {
	await openRoom();

	expect(asked("subscribe")[0]?.after).toEqual(["e", 2]);
	expect(seqs()).toEqual([1, 2]);
});

test("events that arrive while the page loads are not lost", async () => {
	client.follow("room:1");
	wire().welcome([ROOM]);
	await vi.waitFor(() => expect(asked("stream.page")).toHaveLength(1));
	wire().say(event(3));
	answer(asked("stream.page")[0], {
		items: [posted(1), posted(2)],
		has_before: false,
		has_after: false,
		epoch: "e",
		head: 2,
	});

	await vi.waitFor(() => expect(seqs()).toEqual([1, 2, 3]));
});

test("after a gap the missing events are asked for", async () => {
	await openRoom();

	wire().say(event(4));
	expect(seqs()).toEqual([1, 2]);
	await vi.waitFor(() => expect(asked("subscribe")).toHaveLength(2), 2_000);
	expect(asked("subscribe")[1]?.after).toEqual(["e", 2]);
	wire().say(event(3));
	wire().say(event(4));

	expect(seqs()).toEqual([1, 2, 3, 4]);
});

test("a new connection resumes where the old one ended", async () => {
	await openRoom();
	wire().say(event(3));

	wire().fail(1006);
	client.wake();
	wire().open();

	expect(wire().last("hello").resume).toMatchObject({ "room:1": ["e", 3] });
});

test("reset takes a new page and goes on from its head", async () => {
	await openRoom();

	wire().say({
		type: "reset",
		stream: "room:1",
		epoch: "f",
		head: 9,
		reason: "too_old",
	});
	await vi.waitFor(() => expect(asked("stream.page")).toHaveLength(2));
	answer(asked("stream.page")[1], {
		items: [posted(8), posted(9)],
		has_before: true,
		has_after: false,
		epoch: "f",
		head: 9,
	});
	await vi.waitFor(() => expect(seqs()).toEqual([8, 9]));
	wire().say(event(10));

	expect(seqs()).toEqual([8, 9, 10]);
});

test("dropped purges what is held", async () => {
	await openRoom();

	wire().say({ type: "dropped", stream: "room:1", reason: "removed" });

	await vi.waitFor(() => expect(seqs()).toEqual([]));
	expect(client.store.summary("room:1")).toBeUndefined();
});

test("messages of others count as unread until they are read", async () => {
	await openRoom();

	wire().say(event(3));
	wire().say(event(4, "1"));
	expect(client.store.summary("room:1")?.unread).toBe(1);
	client.read("room:1", 4);

	expect(client.store.summary("room:1")?.unread).toBe(0);
	await vi.waitFor(() => expect(asked("stream.read")[0]?.seq).toBe(4), 2_000);
});

test("a room that is looked at counts nothing, whatever the server says", async () => {
	await openRoom();
	const bump = {
		type: "bump",
		stream: "room:1",
		head: 5,
		unread: 3,
		mention: 0,
	};
	client.store.setWatched("room:1", true);
	wire().say(bump);
	expect(client.store.unreadIn("room:1")).toBe(0);

	client.store.setWatched("room:1", false);

	expect(client.store.unreadIn("room:1")).toBe(3);
});

test("a reload without network shows the kept room", async () => {
	await openRoom();
	const kept = `client-${names}`;
	await vi.waitFor(
		async () => {
			const db = await openDatabase(kept);
			expect(await db.count("streams")).toBe(1);
			db.close();
		},
		{ timeout: 3_000 },
	);
	client.stop();

	client = await clientWith(kept);
	client.follow("room:1");

	await vi.waitFor(() => expect(seqs()).toEqual([1, 2]));
});

test("what came last is kept when the page goes away at once", async () => {
	await openRoom();
	const db = await openDatabase(`client-${names}`);
	await vi.waitFor(async () => expect(await db.count("streams")).toBe(1));
	wire().say(event(3));

	client.keepNow();

	await vi.waitFor(
		async () => {
			const [kept] = await db.getAll("streams");
			expect(kept?.items.map((item) => item.seq)).toEqual([1, 2, 3]);
		},
		{ timeout: 500 },
	);
	db.close();
});

test("a write made offline goes out once after reconnecting", async () => {
	const { clientId } = await client.send(
		"message.post",
		{ room: "1", text: "hi" },
		"room:1",
	);

	wire().welcome([ROOM]);

	await vi.waitFor(() =>
		expect(wire().all("message.post")).toMatchObject([
			{ client_id: clientId, text: "hi" },
		]),
	);
});

test("who leaves is not live any more when their rooms go", async () => {
	await openRoom();
	await vi.waitFor(() => expect(client.isLive.value).toBe(true));
	const shutOut = vi.fn();
	const stop = effect(() => {
		if (client.isLive.value && client.store.streams.value.size === 0) shutOut();
	});

	await client.leave();
	stop();

	expect(client.store.streams.value.size).toBe(0);
	expect(shutOut).not.toHaveBeenCalled();
});
