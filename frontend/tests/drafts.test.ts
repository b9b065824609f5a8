import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";
import { openDatabase } from "../core/database";
import { Drafts } from "../core/drafts";

test("a draft is there before it has reached the disk", async () => {
	const drafts = new Drafts(await openDatabase("drafts-1"), "1");

	drafts.save("room:1", "Half a thou");

	expect(await drafts.read("room:1")).toBe("Half a thou");
});

test("a draft outlives the page and belongs to one person", async () => {
	const db = await openDatabase("drafts-2");
	new Drafts(db, "1").save("room:1", "Half a thou");
	await vi.waitFor(async () => expect(await db.count("drafts")).toBe(1));

	expect(await new Drafts(db, "1").read("room:1")).toBe("Half a thou");
	expect(await new Drafts(db, "2").read("room:1")).toBe("");
});

test("what was sent leaves no draft", async () => {
	const db = await openDatabase("drafts-3");
	const drafts = new Drafts(db, "1");
	drafts.save("room:1", "Sent");
	await vi.waitFor(async () => expect(await db.count("drafts")).toBe(1));

	drafts.save("room:1", "");

	await vi.waitFor(async () => expect(await db.count("drafts")).toBe(0));
});
