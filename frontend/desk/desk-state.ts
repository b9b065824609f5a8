/** What the operator looks at; kept while they visit another screen. */
import { computed, signal } from "@preact/signals";
import { client } from "../core/client";
import type { Item } from "../core/protocol";
import { inOrder, isWaiting, type Question, questionOf } from "./question-data";

/** Id of the desk that is shown alone; empty: all of one's desks. */
export const shownDesk = signal("");
export const selectedId = signal("");

export const queue = computed<Item[]>(() => {
	const desks = ownDesks().filter(
		(desk) => !shownDesk.value || desk.unit?.id === shownDesk.value,
	);
	return inOrder(
		desks.flatMap((desk) => client.store.content(desk.stream).value.items),
	).filter((item) => questionOf(item));
});

export function ownDesks() {
	return client.store.own("desk:");
}

export function waitingCount(): number {
	return ownDesks()
		.flatMap((desk) => client.store.content(desk.stream).value.items)
		.filter((item) => isWaitingItem(item)).length;
}

export function isWaitingItem(item: Item): boolean {
	const question = questionOf(item);
	return question !== undefined && isWaiting(question);
}

/** The address follows the selection, without the view being made anew. */
export function select(question: Question): void {
	selectedId.value = question.id;
	history.replaceState(null, "", `/desk/${question.desk.id}/${question.id}`);
}

export function move(step: 1 | -1): void {
	const items = queue.peek();
	const at = items.findIndex(
		(item) => questionOf(item)?.id === selectedId.peek(),
	);
	const next =
		at < 0
			? items[0]
			: items[Math.min(items.length - 1, Math.max(0, at + step))];
	const question = next && questionOf(next);
	if (question) select(question);
}

export function isMine(question: Question): boolean {
	return (
		question.state === "claimed" &&
		question.claimed_by?.id === client.store.user.value?.id
	);
}
