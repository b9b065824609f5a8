import { expect, test, vi } from "vitest";
import type { OutboxEntry } from "../core/database";
import type { Question } from "../desk/question-data";
import { answerUnderway, together, wordsOf } from "../desk/sent-answers";

vi.hoisted(() => {
	Object.assign(globalThis, { location: new URL("https://muster.example") });
});

const UNIT = { id: "7", name: "Riverside", kind: "team" };

function question(version: number): Question {
	return {
		id: "5",
		text: "Old address?",
		about: "voter_asks",
		language: "en",
		at_the_door: false,
		unit: UNIT,
		desk: UNIT,
		state: "claimed",
		version,
		me_toos: 0,
		asked_at: "2026-11-03T18:00:00.000Z",
	};
}

function answer(more: Partial<OutboxEntry> = {}): OutboxEntry {
	return {
		client_id: "one",
		user: "me",
		type: "question.answer",
		fields: { question: "5", text: "Yes." },
		created: 0,
		state: "waiting",
		...more,
	};
}

test("an answer that waits is under way, for its question alone", () => {
	const other = answer({ fields: { question: "6", text: "No." } });
	const mine = answer();

	expect(answerUnderway([other, mine], question(2))).toBe(mine);
	expect(answerUnderway([other], question(2))).toBeUndefined();
});

test("a sent answer is under way until its question tells of it", () => {
	const sent = answer({ state: "sent", reply: { version: 3 } as never });

	expect(answerUnderway([sent], question(2))).toBe(sent);
	expect(answerUnderway([sent], question(3))).toBeUndefined();
});

test("a refused answer is under way no more", () => {
	const refused = answer({ state: "failed" });

	expect(answerUnderway([refused], question(2))).toBeUndefined();
});

test("an entry of the library sent as it is shows its words, too", () => {
	const fields = { question: "5", entry: "4" };
	const shown = { text: "Behind the hall." };

	expect(wordsOf(answer({ fields, shown })).text).toBe("Behind the hall.");
	expect(wordsOf(answer()).text).toBe("Yes.");
});

test("what comes back stands before what was begun meanwhile", () => {
	expect(together({ text: "" }, { text: "Yes." }).text).toBe("Yes.");
	expect(together({ text: "And" }, { text: "Yes." }).text).toBe("Yes.\nAnd");
});
