import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { type Database, openDatabase, wipe } from "../core/database";
import { Outbox, type Sender } from "../core/outbox";
import {
	OfflineError,
	type Reply,
	RequestError,
	type ResetFrame,
} from "../core/protocol";

let db: Database;
let names = 0;
let sent: { type: string; fields: Record<string, unknown> }[];
let answer: () => Promise<Reply>;

const send: Sender = (type, fields) => {
	sent.push({ type, fields });
	return answer();
};

beforeEach(async () => {
	names += 1;
	db = await openDatabase(`test-${names}`);
	sent = [];
	answer = async () => ({ message: "7", seq: 3 });
});

async function outboxOf(user: string): Promise<Outbox> {
	const outbox = new Outbox(db, user, send);
	await outbox.load();
	return outbox;
}

function reset(reason: ResetFrame["reason"]): ResetFrame {
	return { type: "reset", stream: "room:1", epoch: "new", head: 0, reason };
}

function states(outbox: Outbox): string[] {
	return outbox.entries.value.map((entry) => entry.state);
}

test("an entry waits on disk until the socket opens", async () => {
	const outbox = await outboxOf("1");

	await outbox.add("message.post", { text: "hello" }, "room:1");

	expect(sent).toEqual([]);
	expect(await db.count("outbox")).toBe(1);
	expect(outbox.waiting.value).toBe(1);
});

test("it goes out with its client_id and is kept as sent", async () => {
	const outbox = await outboxOf("1");
	const { clientId, reply } = await outbox.add("message.post", { text: "hi" });

	outbox.open();

	expect(await reply).toMatchObject({ seq: 3 });
	expect(sent).toEqual([
		{ type: "message.post", fields: { text: "hi", client_id: clientId } },
	]);
	expect(states(outbox)).toEqual(["sent"]);
});

test("a reload sends the same client_id again", async () => {
	answer = () => Promise.reject(new OfflineError());
	const before = await outboxOf("1");
	const { clientId } = await before.add("message.post", { text: "hi" });
	before.open();
	await vi.waitFor(() => expect(sent).toHaveLength(1));
	before.close();
	answer = async () => ({ seq: 3, duplicate: true });

	const after = await outboxOf("1");
	after.open();

	await vi.waitFor(() => expect(states(after)).toEqual(["sent"]));
	expect(sent.map((one) => one.fields.client_id)).toEqual([clientId, clientId]);
});

test("what the server refuses has failed and says why", async () => {
	answer = () =>
		Promise.reject(new RequestError({ code: "refused", message: "No." }));
	const outbox = await outboxOf("1");
	const { reply } = await outbox.add("message.post", { text: "hi" });

	outbox.open();

	await expect(reply).rejects.toThrow("No.");
	expect(outbox.entries.value[0]).toMatchObject({
		state: "failed",
		error: "No.",
	});
});

test("a failed entry can be tried again or deleted", async () => {
	answer = () =>
		Promise.reject(new RequestError({ code: "invalid", message: "No." }));
	const outbox = await outboxOf("1");
	const first = await outbox.add("message.post", { text: "one" });
	const second = await outbox.add("message.post", { text: "two" });
	outbox.open();
	await vi.waitFor(() => expect(states(outbox)).toEqual(["failed", "failed"]));
	answer = async () => ({ seq: 4 });

	await outbox.tryAgain(first.clientId);
	await outbox.remove(second.clientId);

	await vi.waitFor(() => expect(states(outbox)).toEqual(["sent"]));
});

test("a server that is busy is asked again later", async () => {
	const busy = new RequestError({
		code: "unavailable",
		message: "Later.",
		retry_after_ms: 5,
	});
	answer = vi
		.fn<() => Promise<Reply>>()
		.mockRejectedValueOnce(busy)
		.mockResolvedValue({ seq: 1 });
	const outbox = await outboxOf("1");
	await outbox.add("message.post", { text: "hi" });

	outbox.open();

	await vi.waitFor(() => expect(states(outbox)).toEqual(["sent"]));
	expect(sent).toHaveLength(2);
});

test("an entry goes only over its own person's socket", async () => {
	const alice = await outboxOf("1");
	await alice.add("message.post", { text: "mine" });

	const bob = await outboxOf("2");
	bob.open();

	expect(bob.entries.value).toEqual([]);
	expect(sent).toEqual([]);
});

test("after a restored server what it acknowledged goes out again", async () => {
	const outbox = await outboxOf("1");
	await outbox.add("message.post", { text: "hi" });
	outbox.open();
	await vi.waitFor(() => expect(states(outbox)).toEqual(["sent"]));

	await outbox.reset(reset("too_old"));
	expect(sent).toHaveLength(1);
	await outbox.reset(reset("ahead"));
	await vi.waitFor(() => expect(sent).toHaveLength(2));
	await outbox.reset(reset("epoch"));
	await vi.waitFor(() => expect(sent).toHaveLength(3));
});

test("what was acknowledged in another epoch goes out again, once", async () => {
	const outbox = await outboxOf("1");
	await outbox.begin("old");
	await outbox.add("message.post", { text: "hi" });
	outbox.open();
	await vi.waitFor(() => expect(states(outbox)).toEqual(["sent"]));

	await outbox.begin("old");
	expect(sent).toHaveLength(1);
	await outbox.begin("new");
	await outbox.begin("new");

	await vi.waitFor(() => expect(states(outbox)).toEqual(["sent"]));
	expect(sent).toHaveLength(2);
	expect(sent[1]).toEqual(sent[0]);
});

test("so does what a page acknowledged before it was loaded again", async () => {
	const before = await outboxOf("1");
	await before.begin("old");
	await before.add("message.post", { text: "hi" });
	before.open();
	await vi.waitFor(() => expect(states(before)).toEqual(["sent"]));
	before.close();

	const after = await outboxOf("1");
	after.open();
	await after.begin("old");
	expect(sent).toHaveLength(1);
	await after.begin("new");

	await vi.waitFor(() => expect(sent).toHaveLength(2));
});

test("a reply that comes after the epoch has ended is not believed", async () => {
	let reply: (reply: Reply) => void = () => {};
	answer = () =>
		new Promise((resolve) => {
			reply = resolve;
		});
	const outbox = await outboxOf("1");
	await outbox.begin("old");
	await outbox.add("message.post", { text: "hi" });
	outbox.open();
	await vi.waitFor(() => expect(sent).toHaveLength(1));

	await outbox.begin("new");
	reply({ seq: 1 });
	await vi.waitFor(() => expect(sent).toHaveLength(2));
	reply({ seq: 1 });

	await vi.waitFor(() => expect(states(outbox)).toEqual(["sent"]));
	expect(sent).toHaveLength(2);
});

test("what was acknowledged longer ago than a day stays sent", async () => {
	const outbox = await outboxOf("1");
	await outbox.begin("old");
	await outbox.add("message.post", { text: "hi" });
	outbox.open();
	await vi.waitFor(() => expect(states(outbox)).toEqual(["sent"]));
	const now = Date.now();
	vi.spyOn(Date, "now").mockReturnValue(now + 25 * 3_600_000);

	await outbox.begin("new");

	expect(states(outbox)).toEqual(["sent"]);
	expect(sent).toHaveLength(1);
	vi.restoreAllMocks();
});

test("signing out forgets what was sent, never what was not", async () => {
	const outbox = await outboxOf("1");
	await outbox.add("message.post", { text: "gone" });
	outbox.open();
	await vi.waitFor(() => expect(states(outbox)).toEqual(["sent"]));
	outbox.closed();
	await outbox.add("message.post", { text: "kept" });

	await wipe(db, "1");

	const left = await db.getAll("outbox");
	expect(left.map((entry) => entry.fields.text)).toEqual(["kept"]);
});

test("it says when the server can't save, until something is saved", async () => {
	const unavailable = {
		code: "unavailable",
		message: "Not now.",
		retry_after_ms: 10,
	};
	answer = () => Promise.reject(new RequestError(unavailable));
	const outbox = await outboxOf("1");
	outbox.open();

	await outbox.add("message.post", { text: "hi" });
	await vi.waitFor(() => expect(outbox.isRefused.value).toBe(true));
	expect(states(outbox)).toEqual(["waiting"]);

	answer = async () => ({ seq: 3 });
	await vi.waitFor(() => expect(states(outbox)).toEqual(["sent"]));
	expect(outbox.isRefused.value).toBe(false);
});

test("of what was deleted or can't be sent the server has not said no", async () => {
	const unavailable = { code: "unavailable", message: "Not now." };
	answer = () => Promise.reject(new RequestError(unavailable));
	const outbox = await outboxOf("1");
	outbox.open();
	const { clientId } = await outbox.add("message.post", { text: "hi" });
	await vi.waitFor(() => expect(outbox.isRefused.value).toBe(true));

	await outbox.remove(clientId);
	expect(outbox.isRefused.value).toBe(false);

	await outbox.add("message.post", { text: "again" });
	await vi.waitFor(() => expect(outbox.isRefused.value).toBe(true));
	outbox.closed();
	expect(outbox.isRefused.value).toBe(false);
});
