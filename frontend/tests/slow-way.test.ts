import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StreamWire } from "../core/stream-wire";
import { event, INBOX, PAGE, ROOM, SlowClient } from "./slow-client";

let slow: SlowClient;
let names = 0;

beforeEach(async () => {
	names += 1;
	slow = new SlowClient();
	await slow.start(`slow-${names}`);
});

afterEach(() => slow.stop());

test("after two sockets that never opened the slow way is taken", async () => {
	await slow.fallBack();

	expect(slow.client.isLive.value).toBe(true);
	expect(slow.server.held.sort()).toEqual(["room:1", INBOX]);
	expect(slow.server.open("room:1")?.after).toBe("e.1");
	expect(slow.seqs).toEqual([1]);
});

test("a socket that was welcome once is no miss", async () => {
	slow.socket.fail(1006);
	await vi.advanceTimersByTimeAsync(300);
	slow.socket.welcome([ROOM]);
	slow.socket.fail(1006);
	await vi.advanceTimersByTimeAsync(300);
	slow.socket.fail(1006);
	await vi.advanceTimersByTimeAsync(300);

	expect(slow.client.connection.value).toBe("connecting");
	expect(slow.server.held).toEqual([]);
});

test("where HTTP does not work either, sockets are tried on", async () => {
	slow.server.isDown = true;
	await slow.missSockets();
	await vi.waitFor(() => expect(slow.sockets).toHaveLength(3));

	expect(slow.client.isLive.value).toBe(false);
});

test("what others write comes in, cut wherever the network cuts it", async () => {
	await slow.fallBack();
	const text = `id: e.2\nevent: event\ndata: ${JSON.stringify(event(2))}\n\n`;

	for (const letter of text) slow.server.open("room:1")?.write(letter);

	await vi.waitFor(() => expect(slow.seqs).toEqual([1, 2]));
});

test("a write goes over HTTP, in the name of its person", async () => {
	await slow.fallBack();
	slow.server.reply = () => [200, { message: "m2", seq: 2, duplicate: false }];

	const { reply } = await slow.client.send("message.post", {
		room: "1",
		text: "x",
	});

	await expect(reply).resolves.toMatchObject({ message: "m2" });
	const last = slow.server.commands.length - 1;
	expect(slow.server.commands[last]).toMatchObject({ type: "message.post" });
	expect(slow.server.commands[last]).not.toHaveProperty("ref");
	expect(slow.server.named[last]).toBe("1");
});

test("what the server refuses fails, what something in between says does not", async () => {
	await slow.fallBack();
	slow.server.reply = () => [403, { code: "refused", message: "Not here." }];
	const { reply } = await slow.client.send("message.post", {
		room: "2",
		text: "x",
	});
	await expect(reply).rejects.toMatchObject({ message: "Not here." });

	slow.server.reply = () => [502, {}];
	await slow.client.send("message.post", { room: "1", text: "y" });
	await vi.waitFor(() => expect(slow.client.isLive.value).toBe(false));

	expect(slow.client.outbox.waiting.value).toBe(1);
	const ids = () =>
		slow.server.commands
			.filter((frame) => frame.text === "y")
			.map((frame) => frame.client_id);
	slow.server.reply = () => [200, PAGE];
	await vi.advanceTimersByTimeAsync(300);
	await vi.waitFor(() => expect(slow.client.outbox.waiting.value).toBe(0));
	expect(new Set(ids()).size).toBe(1);
	expect(ids()).toHaveLength(2);
});

test("a stream that a proxy has cut goes on where it was", async () => {
	await slow.fallBack();
	slow.server.open("room:1")?.tell(event(2), "e.2");
	await vi.waitFor(() => expect(slow.seqs).toEqual([1, 2]));
	await vi.advanceTimersByTimeAsync(6_000);

	slow.server.open("room:1")?.end();

	await vi.waitFor(() => expect(slow.server.all("room:1")).toHaveLength(2));
	expect(slow.server.open("room:1")?.after).toBe("e.2");
	expect(slow.client.connection.value).toBe("slow");
});

test("a stream that never lives is not taken for a connection", async () => {
	await slow.fallBack();

	slow.server.open("room:1")?.end();

	await vi.waitFor(() => expect(slow.client.connection.value).toBe("waiting"));
});

test("a stream on which nothing comes is dead", async () => {
	await slow.fallBack();
	await vi.advanceTimersByTimeAsync(40_000);
	slow.server.open(INBOX)?.write(":\n\n");

	await vi.advanceTimersByTimeAsync(6_000);

	expect(slow.server.all("room:1")).toHaveLength(2);
	expect(slow.server.all(INBOX)).toHaveLength(1);
});

test("a reset takes a new page, and sends again what was acknowledged", async () => {
	await slow.fallBack();
	await slow.client.send("message.post", { room: "1", text: "kept" });
	await vi.waitFor(() => expect(slow.client.outbox.waiting.value).toBe(0));
	const pages = () =>
		slow.server.commands.filter((one) => one.type !== "stream.read");
	const before = pages().length;

	const reset = { stream: "room:1", epoch: "f", head: 0, reason: "epoch" };
	slow.server.open("room:1")?.tell({ type: "reset", ...reset }, "f.0");

	await vi.waitFor(() => expect(pages()).toHaveLength(before + 2));
	expect(
		pages()
			.slice(before)
			.map((frame) => frame.type)
			.sort(),
	).toEqual(["message.post", "stream.page"]);
});

test("dropped and refused streams are purged", async () => {
	slow.server.refused.set(INBOX, 403);
	await slow.fallBack();

	const gone = { type: "dropped", stream: "room:1", reason: "removed" };
	slow.server.open("room:1")?.tell(gone);

	await vi.waitFor(() => expect(slow.seqs).toEqual([]));
	expect(slow.server.held).toEqual([]);
});

test.each(["signed out", "somebody else"])("%s: it ends", async (who) => {
	if (who === "signed out") slow.server.refused.set("room:1", 401);
	else slow.server.user.id = "2";

	await slow.missSockets();

	await vi.waitFor(() => expect(slow.endings).toEqual(["signed-out"]));
});

test("a server that stops is come back to when it says", async () => {
	await slow.fallBack();

	const bye = { type: "bye", code: 4100, reason: "draining" };
	slow.server.open("room:1")?.tell({ ...bye, retry_after_ms: [4_000, 6_000] });

	await vi.waitFor(() => expect(slow.client.connection.value).toBe("waiting"));
	await vi.advanceTimersByTimeAsync(3_900);
	expect(slow.client.connection.value).toBe("waiting");
	await vi.advanceTimersByTimeAsync(200);
	await vi.waitFor(() => expect(slow.client.connection.value).toBe("slow"));
});

test("two streams stay open, others are visited", async () => {
	await slow.fallBack();
	slow.client.follow("feed:7");
	await vi.waitFor(() => expect(slow.server.open("feed:7")).toBeDefined());

	slow.server.open("feed:7")?.live("e.1");
	await vi.waitFor(() => expect(slow.server.held).not.toContain("feed:7"));
	await vi.advanceTimersByTimeAsync(5_000);

	expect(slow.server.all("feed:7")).toHaveLength(2);
	expect(slow.server.held.sort()).toEqual(["feed:7", "room:1", INBOX]);
});

test("what nobody looks at any more is let go at once", async () => {
	await slow.fallBack();
	const leave = slow.client.follow("feed:7");
	await vi.waitFor(() => expect(slow.server.open("feed:7")).toBeDefined());

	leave();

	expect(slow.server.held.sort()).toEqual(["room:1", INBOX]);
});

test("news elsewhere is counted twice a minute", async () => {
	const other = { ...ROOM, stream: "room:2", head: 5 };
	slow.server.streams = [ROOM, other];
	await slow.fallBack();

	slow.server.streams = [ROOM, { ...other, head: 7, unread: 2 }];
	await vi.advanceTimersByTimeAsync(30_000);

	expect(slow.client.store.summary("room:2")?.unread).toBe(2);
});

test("a new name and a room that comes back are seen with the counts", async () => {
	const other = { ...ROOM, stream: "room:2", title: "Hillside" };
	slow.server.streams = [ROOM, other];
	await slow.fallBack();

	const back = { ...ROOM, stream: "room:3", title: "Lakeside", head: 0 };
	slow.server.streams = [ROOM, { ...other, title: "Hilltop" }, back];
	await vi.advanceTimersByTimeAsync(33_000);

	expect(slow.client.store.summary("room:2")?.title).toBe("Hilltop");
	expect(slow.client.store.summary("room:3")?.title).toBe("Lakeside");
});

test("presence and typing are left out without a word", async () => {
	await slow.fallBack();

	slow.client.watch("5");
	slow.client.typing("room:1");
	await expect(
		slow.client.request("presence.set", { state: "on_shift" }),
	).resolves.toBeDefined();

	const types = slow.server.commands.map((frame) => frame.type);
	expect(types).not.toContain("presence.watch");
	expect(types).not.toContain("typing");
});

test("a hidden page lets its streams go and takes them up again", async () => {
	const wire = new StreamWire("1");
	wire.onopen = () =>
		wire.send(
			JSON.stringify({ type: "hello", ref: 1, resume: { "room:1": ["e", 4] } }),
		);
	await vi.waitFor(() => expect(slow.server.open("room:1")).toBeDefined());

	wire.rest(true);
	expect(slow.server.held).toEqual([]);
	wire.rest(false);

	await vi.waitFor(() => expect(slow.server.all("room:1")).toHaveLength(2));
	expect(slow.server.open("room:1")?.after).toBe("e.4");
	wire.close();
});
