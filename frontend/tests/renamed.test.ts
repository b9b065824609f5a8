import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { registerMessageFolds } from "../chat/message-data";
import { afterEvent } from "../chat/use-members";
import { Client } from "../core/client";
import { apply, emptyContent } from "../core/content";
import { openDatabase } from "../core/database";
import type { EventFrame, Item } from "../core/protocol";
import { registerRenaming } from "../core/renamed";
import { FakeWire } from "./fake-wire";
import { MemoryStorage } from "./memory-storage";

registerMessageFolds();
registerRenaming();

const ALICE = { id: "7", name: "Alice" };
const BOB = { id: "2", name: "Bob" };
const TEAM = { id: "7", name: "Riverside", kind: "team" };
const ROOM = { stream: "room:1", title: "Riverside", epoch: "e", head: 2 };

let client: Client | undefined;

afterEach(() => client?.stop());

function item(seq: number, kind: string, by: Item["by"], data: object): Item {
	return { seq, kind, at: "2026-11-03T18:00:00Z", by, data: { ...data } };
}

function posted(seq: number, by: { id: string; name: string }): Item {
	const message = { id: `m${seq}`, text: `text ${seq}`, version: 1 };
	return item(seq, "message.posted", by, { message });
}

function renamed(seq: number): Item {
	const data = { user: { id: "7", name: "Alicia" }, unit: TEAM };
	return item(seq, "member.renamed", null, data);
}

function tell(wire: FakeWire, event: Item): void {
	wire.say({ type: "event", stream: "room:1", ...event });
}

async function open(name: string): Promise<FakeWire> {
	const wire = new FakeWire();
	client = new Client({
		db: await openDatabase(name),
		drafts: new MemoryStorage(),
		user: { id: "1", name: "Zoe", locale: "en" },
		locale: "en",
		open: () => wire,
		ended: () => {},
	});
	await client.start();
	client.follow("room:1");
	return wire;
}

function authors(): (string | undefined)[] {
	const items = client?.store.content("room:1").value.items ?? [];
	return items.map((one) => one.by?.name);
}

test("what is held of a stream calls them by the new name, and is no longer than before", () => {
	const before = [
		posted(1, ALICE),
		posted(2, BOB),
		item(3, "member.joined", null, { user: ALICE, unit: TEAM }),
	].reduce(apply, { ...emptyContent("room:1"), epoch: "e" });

	const after = apply(before, renamed(4));

	expect(after.items).toHaveLength(3);
	expect(after.items[0]?.by).toEqual({ id: "7", name: "Alicia" });
	expect(after.items[2]?.data.user).toEqual({ id: "7", name: "Alicia" });
	expect(after.items[2]?.data.unit).toEqual(TEAM);
	expect(after.items[0]?.data).toBe(before.items[0]?.data);
	expect(after.items[1]).toBe(before.items[1]);
	expect(after.held).toBe(4);
});

test("where they are not named nothing is drawn again", () => {
	const before = apply(emptyContent("room:1"), posted(1, BOB));

	expect(apply(before, renamed(2)).items).toBe(before.items);
});

test("a kept room is brought up to date by what it resumes with, and kept so", async () => {
	const db = await openDatabase("renamed");
	const kept = { user: "1", stream: "room:1", epoch: "e", hasBefore: false };
	const items = [posted(1, ALICE), posted(2, BOB)];
	await db.put("streams", { ...kept, held: 2, items, saved: Date.now() });
	const wire = await open("renamed");
	await vi.waitFor(() => expect(authors()).toEqual(["Alice", "Bob"]));
	wire.welcome([ROOM]);

	tell(wire, renamed(3));

	expect(authors()).toEqual(["Alicia", "Bob"]);
	await vi.waitFor(async () => {
		const now = await db.get("streams", ["1", "room:1"]);
		expect(now?.items[0]?.by?.name).toBe("Alicia");
		expect(now?.held).toBe(3);
	});
	db.close();
});

test("it counts as nothing new", async () => {
	const wire = await open("renamed-unread");
	wire.welcome([{ ...ROOM, read: 2, unread: 0, may: ["read"] }]);

	tell(wire, renamed(3));

	expect(client?.store.unreadIn("room:1")).toBe(0);
});

test("who was known by presence and has gone is called by the newest name", async () => {
	const wire = await open("renamed-presence");
	wire.welcome([ROOM]);
	const there = (name: string) => [
		{ user: { id: "7", name }, state: "online" },
	];
	const frame = { type: "presence", unit: "7", online: 1 };
	wire.say({ ...frame, full: there("Alice") });
	wire.say({ ...frame, changed: there("Ali") });

	tell(wire, renamed(1));

	expect(client?.presence.nameOf(ALICE)).toBe("Alicia");
});

test("the open list of a room's people has the new name", () => {
	const members = [{ id: "11", user: ALICE, role: "volunteer" }];
	const event = { ...renamed(1), type: "event", stream: "feed:7" };

	expect(afterEvent(members, event as EventFrame)).toEqual([
		{ id: "11", user: { id: "7", name: "Alicia" }, role: "volunteer" },
	]);
});
