import { beforeAll, expect, test } from "vitest";
import { foldOf, isLasting } from "../core/folds";
import type { EventFrame, Item } from "../core/protocol";
import {
	inOrder,
	type Question,
	questionOf,
	registerQuestionFolds,
	type Thread,
} from "../desk/question-data";
import { withEvent } from "../desk/thread-data";

const CENTRE = { id: "2", name: "Columbus", kind: "centre" };
const OFFICE = { id: "4", name: "Akron", kind: "office" };

beforeAll(registerQuestionFolds);

function question(fields: Partial<Question> = {}): Question {
	return {
		id: "5",
		text: "Old address?",
		about: "voter_asks",
		language: "en",
		at_the_door: false,
		unit: { id: "7", name: "Riverside", kind: "team" },
		desk: CENTRE,
		state: "new",
		version: 1,
		me_toos: 0,
		asked_at: "2026-11-03T18:00:00.000Z",
		...fields,
	};
}

function event(kind: string, of: Question, more: object = {}): EventFrame {
	return {
		type: "event",
		stream: "desk:2",
		seq: 9,
		kind,
		at: of.asked_at,
		by: { id: "3", name: "Imani" },
		data: { question: of, ...more },
	};
}

function fold(items: Item[], frame: EventFrame, stream = "desk:2"): Item[] {
	return foldOf(frame.kind)?.(items, frame, stream) ?? items;
}

test("a question that is asked joins the queue", () => {
	const queue = fold([], event("question.asked", question()));

	expect(queue.map((item) => questionOf(item)?.id)).toEqual(["5"]);
	expect(isLasting("question.asked")).toBe(true);
	expect(isLasting("question.claimed")).toBe(false);
});

test("a claim changes its row, an answer takes it away", () => {
	const asked = fold([], event("question.asked", question()));
	const taken = question({ state: "claimed", version: 2 });
	const claimed = fold(asked, event("question.claimed", taken));
	const done = question({ state: "answered", version: 3 });

	expect(claimed.map((item) => questionOf(item)?.state)).toEqual(["claimed"]);
	expect(fold(claimed, event("question.answered", done))).toEqual([]);
});

test("an older word than the one held changes nothing", () => {
	const newer = question({ state: "claimed", version: 4 });
	const held = fold([], event("question.asked", newer));

	expect(fold(held, event("question.released", question()))).toBe(held);
});

test("what moves up leaves the office and joins the centre", () => {
	const there = event("question.asked", question({ desk: OFFICE }));
	const held = fold([], there, "desk:4");
	const up = event("question.escalated", question({ version: 2 }));

	expect(fold(held, up, "desk:4")).toEqual([]);
	expect(fold([], up, "desk:2")).toHaveLength(1);
});

test("doors come first, then who has waited longest", () => {
	const ids = inOrder(
		[
			question({ id: "new", asked_at: "2026-11-03T18:02:00.000Z" }),
			question({ id: "old", asked_at: "2026-11-03T18:00:00.000Z" }),
			question({
				id: "door",
				asked_at: "2026-11-03T18:03:00.000Z",
				at_the_door: true,
			}),
		].map((one) => event("question.asked", one)),
	).map((item) => questionOf(item)?.id);

	expect(ids).toEqual(["door", "old", "new"]);
});

test("the inbox keeps the last word on a question, and each answer once", () => {
	const first = event("question.moved", question(), { ahead: 2 });
	const second = event("question.moved", question(), { ahead: 1 });
	const answer = { id: "8", text: "Yes.", language: "en", version: 1 };
	const told = event("answer.delivered", question(), { answer });

	const items = [first, second, told, told].reduce(
		(held: Item[], frame) => fold(held, frame, "user:1"),
		[],
	);

	expect(items).toEqual([second, told]);
});

test("a thread changes with what happens to its question", () => {
	const thread: Thread = {
		...question(),
		is_own: true,
		follows: false,
		ahead: 2,
		usual_wait_s: 180,
		answers: [],
	};
	const closer = withEvent(
		thread,
		event("question.moved", question(), { ahead: 1, usual_wait_s: 60 }),
	);
	const answer = { id: "8", text: "Yes.", language: "en", version: 1 };
	const done = question({ state: "answered", version: 3 });
	const told = withEvent(closer, event("answer.delivered", done, { answer }));

	expect(closer).toMatchObject({ ahead: 1, usual_wait_s: 60 });
	expect(told).toMatchObject({ state: "answered", ahead: 0 });
	expect((told as Thread).answers).toMatchObject([
		{ text: "Yes.", by: { name: "Imani" } },
	]);
});
