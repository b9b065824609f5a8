import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Push } from "../core/protocol";
import { Socket } from "../core/socket";
import { FakeWire } from "./fake-wire";

let wires: FakeWire[];
let pushed: Push[];
let states: string[];
let socket: Socket;

beforeEach(() => {
	vi.useFakeTimers();
	wires = [];
	pushed = [];
	states = [];
	socket = new Socket(
		() => {
			const wire = new FakeWire();
			wires.push(wire);
			return wire;
		},
		{
			hello: () => ({ resume: { "room:1": ["e", 4] } }),
			welcome: () => {},
			push: (frame) => pushed.push(frame),
			state: (state, ending) =>
				states.push(ending ? `${state} ${ending}` : state),
		},
	);
	socket.start();
});

afterEach(() => {
	socket.stop();
	vi.useRealTimers();
});

function wire(): FakeWire {
	const last = wires[wires.length - 1];
	if (!last) throw new Error("nothing was opened");
	return last;
}

test("hello comes first and carries the positions", () => {
	wire().open();

	expect(wire().sent[0]).toMatchObject({
		type: "hello",
		ref: 1,
		resume: { "room:1": ["e", 4] },
	});
});

test("a reply finds its request", async () => {
	wire().welcome();

	const reply = socket.request("presence.watch", { unit: "7" });
	wire().ok("presence.watch", { fine: true });

	await expect(reply).resolves.toMatchObject({ fine: true });
});

test("an error is told with its code and sentence", async () => {
	wire().welcome();

	const reply = socket.request("message.post");
	wire().error("message.post", { code: "refused", message: "Not here." });

	await expect(reply).rejects.toMatchObject({
		code: "refused",
		message: "Not here.",
	});
});

test("without a connection a request is refused at once", async () => {
	await expect(socket.request("presence.watch")).rejects.toThrow("offline");
});

test("a lost connection comes back within the first window", () => {
	wire().welcome();
	wire().fail(1006);

	vi.advanceTimersByTime(500);

	expect(wires).toHaveLength(2);
	expect(states).toEqual(["connecting", "live", "waiting", "connecting"]);
});

test("the windows grow to 30 s", () => {
	vi.spyOn(Math, "random").mockReturnValue(1);
	for (let attempt = 0; attempt < 10; attempt += 1) {
		wire().fail(1006);
		vi.advanceTimersToNextTimer();
	}
	const before = wires.length;

	wire().fail(1006);
	vi.advanceTimersByTime(29_999);
	expect(wires).toHaveLength(before);
	vi.advanceTimersByTime(1);
	expect(wires).toHaveLength(before + 1);
	vi.restoreAllMocks();
});

test("the network coming back does not wait", () => {
	for (let attempt = 0; attempt < 6; attempt += 1) {
		wire().fail(1006);
		vi.advanceTimersToNextTimer();
	}
	wire().fail(1006);
	const before = wires.length;

	socket.wake();

	expect(wires).toHaveLength(before + 1);
});

test("bye names the window to come back in", () => {
	wire().welcome();
	wire().say({ type: "bye", code: 4100, retry_after_ms: [4000, 6000] });
	wire().fail(4100);

	vi.advanceTimersByTime(3_999);
	expect(wires).toHaveLength(1);
	vi.advanceTimersByTime(2_001);
	expect(wires).toHaveLength(2);
});

test.each([
	[4001, "signed-out"],
	[4003, "suspended"],
	[4005, "outdated"],
])("after %i nobody comes back", (code, ending) => {
	wire().welcome();
	wire().fail(code);

	vi.advanceTimersByTime(120_000);
	socket.wake();

	expect(wires).toHaveLength(1);
	expect(states.pop()).toBe(`ended ${ending}`);
});

test("a connection that answers nothing is given up", () => {
	wire().welcome();

	socket.wake();
	vi.advanceTimersByTime(5_000);
	vi.advanceTimersByTime(500);

	expect(wires).toHaveLength(2);
});

test("what is no reply is passed on", () => {
	wire().welcome();

	wire().say({ type: "typing", stream: "room:1", users: [] });

	expect(pushed).toEqual([{ type: "typing", stream: "room:1", users: [] }]);
});
