/** What an operator has written for a question, kept in this tab until it is sent. */
import { signal } from "@preact/signals";
import { keepEntry, keptEntry } from "../core/kept-entry";
import type { Entry } from "./question-data";

export interface Draft {
	text: string;
	/** The library entry that the text comes from. */
	entry?: Entry;
	/** The text before the entry was put in: back there, it comes from none. */
	before?: string;
}

const NONE: Draft = { text: "" };
const drafts = signal<Record<string, Draft>>({});

export function draftOf(question: string): Draft {
	return drafts.value[question] ?? keptEntry<Draft>(placeOf(question)) ?? NONE;
}

export function setDraft(question: string, draft: Draft): void {
	drafts.value = { ...drafts.peek(), [question]: draft };
	keepEntry(placeOf(question), draft.text ? draft : null);
}

export function write(question: string, text: string): void {
	setDraft(question, withText(draftOf(question), text));
}

export function withText(draft: Draft, text: string): Draft {
	const isTakenBack = !text.trim() || text === draft.before;
	return isTakenBack ? { text } : { ...draft, text };
}

/** What to put in at the caret so that the words stand on lines of their own. */
export function onOwnLines(text: string, at: number, words: string): string {
	const [before, after] = [text.slice(0, at), text.slice(at)];
	const isBegun = before.trim() !== "" && !before.endsWith("\n");
	const goesOn = after.trim() !== "" && !after.startsWith("\n");
	return `${isBegun ? "\n" : ""}${words}${goesOn ? "\n" : ""}`;
}

function placeOf(question: string): string {
	return `answer.${question}`;
}
