import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { openDatabase } from "../core/database";
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

test("the words of a refused answer come back once", async () => {
	const { openClient } = await import("../core/client");
	const { takeBackRefused } = await import("../desk/refused-answers");
	const { draftOf } = await import("../desk/answer-draft");
	const db = await openDatabase("refused");
	await db.put("outbox", REFUSED);
	const { outbox } = openClient({
		db,
		drafts: new MemoryStorage(),
		user: { id: "1", name: "Diana" },
		locale: "en",
		open: () => new FakeWire(),
		ended: () => {},
	} as never);
	await outbox.load();

	const stop = takeBackRefused();
	// Told again before it is gone from the disk.
	outbox.entries.value = [...outbox.entries.value];
	await vi.waitFor(() => expect(outbox.entries.value).toEqual([]));
	stop();

	expect(draftOf("5").text).toBe("Yes.");
	expect(await db.count("outbox")).toBe(0);
});
