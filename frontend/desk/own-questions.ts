/** One's own questions and those one follows, kept fresh by what arrives in the inbox. */
import { signal } from "@preact/signals";
import { api } from "../core/api";
import { client } from "../core/client";
import type { EventFrame } from "../core/protocol";
import { type Question, questionOf } from "./question-data";

export const ownQuestions = signal<Question[] | null>(null);

const KEPT = "questions";
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
	return () => {
		stop();
		ownQuestions.value = null;
	};
}

/** Answers that this person has not looked at yet. */
export function unseenAnswers(): number {
	const user = client.store.user.value;
	if (!user) return 0;
	const inbox = `user:${user.id}`;
	const read = client.store.summary(inbox)?.read ?? 0;
	return client.store
		.content(inbox)
		.value.items.filter(
			(item) => item.kind === "answer.delivered" && item.seq > read,
		).length;
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
	const inbox = `user:${client.store.user.peek()?.id}`;
	const found = new Map<string, Question>();
	for (const item of client.store.content(inbox).peek().items) {
		const question = questionOf(item);
		if (question) found.set(question.id, question);
	}
	return [...found.values()].reverse();
}

/** The person looks at this question: its answer is no news any more. */
export function markAnswerSeen(question: string): void {
	const inbox = `user:${client.store.user.peek()?.id}`;
	const answers = client.store
		.content(inbox)
		.peek()
		.items.filter(
			(item) =>
				item.kind === "answer.delivered" && questionOf(item)?.id === question,
		);
	const last = answers[answers.length - 1];
	if (last) client.read(inbox, last.seq);
}
