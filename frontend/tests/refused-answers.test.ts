import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "../core/database";
import { FakeWire } from "./fake-wire";
import { MemoryStorage } from "./memory-storage";

const REFUSED = {
	client_id: "one",
	user: "1",
	type: "question.answer",
	fields: { question: "5", text: "Yes." },
	created: 0,
	state: "failed" as const,
	error: "Somebody else has it.",
};

beforeEach(() => {
	vi.stubGlobal("sessionStorage", new MemoryStorage());
	vi.stubGlobal("location", new URL("https://muster.example/rooms"));
});

/** The desk in one tab; each has modules of its own. */
async function tab(db: Database) {
	vi.resetModules();
	const { openClient } = await import("../core/client");
	const { takeBackRefused } = await import("../desk/refused-answers");
	const { draftOf } = await import("../desk/answer-draft");
	const { ownTab } = await import("../desk/sent-answers");
	const { outbox } = openClient({
		db,
		drafts: new MemoryStorage(),
		user: { id: "1", name: "Diana" },
		locale: "en",
		open: () => new FakeWire(),
		ended: () => {},
	} as never);
	return { outbox, takeBackRefused, draftOf, ownTab };
}

test("the words of a refused answer come back once", async () => {
	const db = await openDatabase("refused");
	const { outbox, takeBackRefused, draftOf, ownTab } = await tab(db);
	await db.put("outbox", {
		...REFUSED,
		shown: { text: "Yes.", tab: ownTab() },
	});
	await outbox.load();

	const stop = takeBackRefused();
	// Told again before it is gone from the disk.
	outbox.entries.value = [...outbox.entries.value];
	await vi.waitFor(() => expect(outbox.entries.value).toEqual([]));
	stop();

	expect(draftOf("5")).toEqual({ text: "Yes." });
	expect(await db.count("outbox")).toBe(0);
});

test("they come back in the tab that sent them, and in no other", async () => {
	const db = await openDatabase("refused-tabs");
	const other = await tab(db);
	vi.stubGlobal("sessionStorage", new MemoryStorage());
	const sender = await tab(db);
	await db.put("outbox", {
		...REFUSED,
		shown: { text: "Yes.", tab: sender.ownTab() },
	});
	await other.outbox.load();
	await sender.outbox.load();

	vi.useFakeTimers({ toFake: ["setTimeout"] });
	const stops = [other.takeBackRefused(), sender.takeBackRefused()];
	vi.useRealTimers();
	await vi.waitFor(() => expect(sender.outbox.entries.value).toEqual([]));
	for (const stop of stops) stop();

	expect(sender.draftOf("5").text).toBe("Yes.");
	await other.outbox.take("one", () => expect.unreachable());
	expect(other.draftOf("6").text).toBe("");
});

test("another tab has them when the one that sent them is gone", async () => {
	const db = await openDatabase("refused-gone");
	const { outbox, takeBackRefused, draftOf } = await tab(db);
	await db.put("outbox", { ...REFUSED, shown: { text: "Yes.", tab: "gone" } });
	await outbox.load();

	const stop = takeBackRefused();
	await vi.waitFor(() => expect(draftOf("5").text).toBe("Yes."), 5_000);
	stop();
}, 8_000);
