import { expect, test } from "vitest";
import type { EventFrame } from "../core/protocol";
import { Sequence } from "../core/sequence";

function event(seq: number): EventFrame {
	return {
		type: "event",
		stream: "room:1",
		seq,
		kind: "message.posted",
		at: "",
		by: null,
		data: {},
	};
}

function seqs(events: EventFrame[]): number[] {
	return events.map((one) => one.seq);
}

test("what comes in order goes through", () => {
	const sequence = new Sequence(4);

	expect(seqs(sequence.take(event(5)))).toEqual([5]);
	expect(sequence.hasGap).toBe(false);
});

test("what was seen is dropped", () => {
	expect(new Sequence(4).take(event(4))).toEqual([]);
});

test("what comes too early waits for the gap before it", () => {
	const sequence = new Sequence(4);

	expect(sequence.take(event(6))).toEqual([]);
	expect(sequence.hasGap).toBe(true);
	expect(seqs(sequence.take(event(5)))).toEqual([5, 6]);
	expect(sequence.hasGap).toBe(false);
});

test("after a page goes on from its head", () => {
	const sequence = new Sequence(0);
	sequence.take(event(9));
	sequence.take(event(11));

	expect(seqs(sequence.restart(10))).toEqual([11]);
});
