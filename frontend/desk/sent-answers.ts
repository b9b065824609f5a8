/** Answers on their way: shown as long as their question does not show them. */
import { client } from "../core/client";
import type { OutboxEntry } from "../core/database";
import { uuid } from "../core/ids";
import { keepEntry, keptEntry } from "../core/kept-entry";
import type { Draft } from "./answer-draft";
import { isMine } from "./desk-state";
import type { Question } from "./question-data";

export const ANSWER = "question.answer";
const TAB = "tab";

/** The same after a reload. */
export function ownTab(): string {
	const known = keptEntry<string>(TAB);
	if (known) return known;
	const fresh = uuid();
	keepEntry(TAB, fresh);
	return fresh;
}

export function sentAnswer(question: Question): OutboxEntry | undefined {
	return answerUnderway(client.outbox.entries.value, question);
}

export function answerUnderway(
	entries: OutboxEntry[],
	question: Question,
): OutboxEntry | undefined {
	return entries.find(
		(entry) =>
			entry.type === ANSWER &&
			entry.fields.question === question.id &&
			(entry.state === "waiting" || isAhead(entry, question)),
	);
}

/** A second answer to a question that has one waiting would be refused. */
export function mayWrite(question: Question): boolean {
	return isMine(question) && !sentAnswer(question);
}

/** The words of an answer, whether they were typed or are an entry's. */
export function wordsOf(entry: OutboxEntry): Draft {
	const shown = entry.shown as (Draft & { tab?: string }) | undefined;
	if (!shown) return { text: String(entry.fields.text ?? "") };
	const { tab: _tab, ...draft } = shown;
	return draft;
}

export function together(now: Draft, back: Draft): Draft {
	if (!now.text.trim()) return back;
	return { ...now, text: `${back.text}\n${now.text}` };
}

/** The server has it; the question as it is known here is older. */
function isAhead({ state, reply }: OutboxEntry, question: Question): boolean {
	return state === "sent" && Number(reply?.version ?? 0) > question.version;
}
