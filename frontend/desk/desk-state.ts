/** What the operator looks at; kept while they visit another screen. */
import { computed, signal } from "@preact/signals";
import { client } from "../core/client";
import type { Item } from "../core/protocol";
import { matchPath } from "../core/routes";
import { navigate, path } from "../ui/router";
import { inOrder, isWaiting, type Question, questionOf } from "./question-data";

/** Id of the desk that is shown alone; empty: all of one's desks. */
export const shownDesk = signal("");
/** The address says it, so that every way to a question leads to it. */
export const selectedId = computed(
	() => matchPath("/desk/:unit/:question", path.value)?.question ?? "",
);

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

/** In place of the one before: Back leaves the desk, however many one has looked at. */
export function select(question: Question): void {
	navigate(`/desk/${question.desk.id}/${question.id}`, { replace: true });
}

/** Back to the queue, of the desk that one had chosen. */
export function unselect(): void {
	const unit = shownDesk.peek();
	navigate(unit ? `/desk/${unit}` : "/desk", { replace: true });
}

export function showDesk(unit: string): void {
	shownDesk.value = unit;
	if (!selectedId.peek()) unselect();
}

/** A question of the desk that one had chosen leaves that choice as it is. */
export function comeTo(unit = "", question = ""): void {
	if (!question) shownDesk.value = unit;
	else if (shownDesk.peek() !== unit) shownDesk.value = "";
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
