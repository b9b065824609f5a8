import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { event, ROOM, SlowClient } from "./slow-client";

let slow: SlowClient;
let names = 0;

beforeEach(async () => {
	names += 1;
	slow = new SlowClient();
	await slow.start(`knock-${names}`);
});

afterEach(() => slow.stop());

test("when a socket is welcome again it takes over", async () => {
	await slow.fallBack();
	await vi.waitFor(() => expect(slow.sockets).toHaveLength(3));

	slow.socket.welcome([ROOM]);

	expect(slow.client.connection.value).toBe("live");
	expect(slow.server.held).toEqual([]);
	slow.socket.say(event(2));
	await vi.waitFor(() => expect(slow.seqs).toEqual([1, 2]));
});

test("a socket that opens and stays silent does not", async () => {
	await slow.fallBack();
	await vi.waitFor(() => expect(slow.sockets).toHaveLength(3));
	slow.socket.open();

	await vi.advanceTimersByTimeAsync(10_000);
	expect(slow.client.connection.value).toBe("slow");
	expect(slow.socket.readyState).toBe(3);
	await vi.advanceTimersByTimeAsync(30_000);

	expect(slow.sockets).toHaveLength(4);
});

test("what is on its way when the socket takes over is sent again", async () => {
	await slow.fallBack();
	vi.stubGlobal("fetch", () => new Promise(() => {}));
	await slow.client.send("message.post", { room: "1", text: "on its way" });
	await vi.waitFor(() => expect(slow.sockets).toHaveLength(3));

	slow.socket.welcome([ROOM]);
	await vi.advanceTimersByTimeAsync(100);

	await vi.waitFor(() =>
		expect(slow.socket.all("message.post")).toHaveLength(1),
	);
});
