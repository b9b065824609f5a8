/** One's own questions and those one follows, kept fresh by what arrives in the inbox. */
import { signal } from "@preact/signals";
import { api } from "../core/api";
import { client } from "../core/client";
import type { EventFrame, Item } from "../core/protocol";
import { type Question, questionOf } from "./question-data";

export const ownQuestions = signal<Question[] | null>(null);

/** Answers that are still new though a later one was opened, by their place in the inbox. */
const passed = signal<number[]>([]);

const KEPT = "questions";
const PASSED = "passed-answers";
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
	void recallPassed();
	return () => {
		stop();
		ownQuestions.value = null;
		passed.value = [];
	};
}

/** Answers that this person has not looked at yet. */
export function unseenAnswers(): number {
	return unopened().length;
}

export function hasNewAnswer(question: string): boolean {
	return unopened().some((item) => questionOf(item)?.id === question);
}

function unopened(): Item[] {
	const read = client.store.summary(inbox())?.read ?? 0;
	return answers().filter(
		({ seq }) => seq > read || passed.value.includes(seq),
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

/**
 * The person looks at this question: its answer is no news any more. The read mark, by which the
 * desk counts who has seen it, goes up to it; what it passes stays new on this device.
 */
export function markAnswerSeen(question: string): void {
	const isOfIt = (item: Item) => questionOf(item)?.id === question;
	const news = unopened();
	const seen = news.filter(isOfIt).map((item) => item.seq);
	if (seen.length === 0) return;
	const before = client.store.summary(inbox())?.read ?? 0;
	const read = Math.max(before, ...seen);
	passed.value = news
		.filter((item) => !isOfIt(item) && item.seq <= read)
		.map((item) => item.seq);
	void client.keep(PASSED, passed.peek());
	client.read(inbox(), read);
}

async function recallPassed(): Promise<void> {
	const kept = (await client.kept(PASSED)) as number[] | undefined;
	passed.value = [...passed.peek(), ...(kept ?? [])];
}
