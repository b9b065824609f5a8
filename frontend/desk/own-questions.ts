/** One's own questions and those one follows, kept fresh by what arrives in the inbox. */
import { signal } from "@preact/signals";
import { api } from "../core/api";
import { client } from "../core/client";
import type { EventFrame, Item } from "../core/protocol";
import { type Question, questionOf } from "./question-data";

export const ownQuestions = signal<Question[] | null>(null);

/** Answers opened before an older one, by their place in the inbox. */
const opened = signal<number[]>([]);

const KEPT = "questions";
const OPENED = "opened-answers";
const NEWS = new Set(["question.moved", "answer.delivered"]);

export async function loadOwnQuestions(): Promise<void> {
	try {
		const { items } = await api.get<{ items: Question[] }>("/api/v1/questions");
		show(items);
	} catch {
		const kept = (await client.kept(KEPT)) as Question[] | undefined;
		ownQuestions.value ??= kept ?? questionsOfInbox();
	}
}

function show(questions: Question[]): void {
	ownQuestions.value = questions;
	void client.keep(KEPT, questions);
}

export function followOwnQuestions(): () => void {
	const stop = client.onEvent(take);
	void recallOpened();
	return () => {
		stop();
		ownQuestions.value = null;
		opened.value = [];
	};
}

/** Answers that this person has not looked at yet. */
export function unseenAnswers(): number {
	return unopened().length;
}

export function hasNewAnswer(question: string): boolean {
	return unopened().some((item) => questionOf(item)?.id === question);
}

/** The read mark goes no further than the first answer that was not opened. */
function unopened(): Item[] {
	const read = client.store.summary(inbox())?.read ?? 0;
	return answers().filter(
		({ seq }) => seq > read && !opened.value.includes(seq),
	);
}

function answers(): Item[] {
	return client.store
		.content(inbox())
		.value.items.filter((item) => item.kind === "answer.delivered");
}

function inbox(): string {
	return `user:${client.store.user.value?.id}`;
}

function take(event: EventFrame): void {
	const question = NEWS.has(event.kind) ? questionOf(event) : undefined;
	const list = ownQuestions.value;
	if (!question || !list) return;
	const others = list.filter((one) => one.id !== question.id);
	const isKnown = others.length < list.length;
	show(
		isKnown
			? list.map((one) => (one.id === question.id ? question : one))
			: [question, ...list],
	);
}

/** Without network, on a phone that never had the list: what the inbox tells. */
function questionsOfInbox(): Question[] {
	const found = new Map<string, Question>();
	for (const item of client.store.content(inbox()).peek().items) {
		const question = questionOf(item);
		if (question) found.set(question.id, question);
	}
	return [...found.values()].reverse();
}

/** The person looks at this question: its answer is no news any more. */
export function markAnswerSeen(question: string): void {
	const seen = unopened().filter((item) => questionOf(item)?.id === question);
	if (seen.length === 0) return;
	const ahead = [...opened.peek(), ...seen.map((item) => item.seq)];
	opened.value = ahead;
	const next = Math.min(...unopened().map((item) => item.seq));
	const read = Math.max(
		...ahead.filter((seq) => seq < next),
		client.store.summary(inbox())?.read ?? 0,
	);
	opened.value = ahead.filter((seq) => seq > read);
	void client.keep(OPENED, opened.peek());
	client.read(inbox(), read);
}

async function recallOpened(): Promise<void> {
	const kept = (await client.kept(OPENED)) as number[] | undefined;
	opened.value = [...opened.peek(), ...(kept ?? [])];
}
