import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { openDatabase } from "../core/database";
import { FakeWire } from "./fake-wire";
import { MemoryStorage } from "./memory-storage";

const INBOX = "user:1";

beforeEach(() => {
	vi.stubGlobal("sessionStorage", new MemoryStorage());
	vi.stubGlobal("location", new URL("https://muster.example/ask"));
});

/** The page of Alice, whose questions 5, 6 and 7 were answered in that order. */
async function page(name: string, read = 0) {
	vi.resetModules();
	const { openClient } = await import("../core/client");
	const own = await import("../desk/own-questions");
	const client = openClient({
		db: await openDatabase(name),
		drafts: new MemoryStorage(),
		user: { id: "1", name: "Alice" },
		locale: "en",
		open: () => new FakeWire(),
		ended: () => {},
	} as never);
	client.store.user.value = { id: "1", name: "Alice" } as never;
	client.store.setStreams([{ stream: INBOX, read } as never]);
	const content = client.store.content(INBOX);
	const items = ["5", "6", "7"].map((id, at) => ({
		kind: "answer.delivered",
		seq: 11 + at,
		data: { question: { id } },
	}));
	content.value = { ...content.value, items: items as never };
	return { client, ...own };
}

const news = ({ hasNewAnswer }: Awaited<ReturnType<typeof page>>) =>
	["5", "6", "7"].filter((id) => hasNewAnswer(id));

test("an answer is new until its own question was opened", async () => {
	const alice = await page("answers");
	expect(news(alice)).toEqual(["5", "6", "7"]);

	alice.markAnswerSeen("7");
	expect(news(alice)).toEqual(["5", "6"]);
	expect(alice.unseenAnswers()).toBe(2);

	alice.markAnswerSeen("5");
	alice.markAnswerSeen("6");
	expect(news(alice)).toEqual([]);
});

test("the desk hears at once that an answer was seen, in whatever order", async () => {
	const alice = await page("answers-seen");

	alice.markAnswerSeen("6");
	expect(alice.client.store.summary(INBOX)?.read).toBe(12);
	alice.markAnswerSeen("5");
	expect(alice.client.store.summary(INBOX)?.read).toBe(12);
	expect(news(alice)).toEqual(["7"]);
});

test("it stays opened after a reload, and the others stay new", async () => {
	const before = await page("answers-reload");
	before.markAnswerSeen("6");
	await vi.waitFor(async () =>
		expect(await before.client.kept("passed-answers")).toEqual([11]),
	);

	const after = await page("answers-reload", 12);
	const stop = after.followOwnQuestions();

	await vi.waitFor(() => expect(news(after)).toEqual(["5", "7"]));
	stop();
});
