import { isFreeKey } from "../ui/shortcuts";
import { answer, claim, release } from "./desk-actions";
import { draftOf, isMine, move, queue, selectedId } from "./desk-state";
import { isWaiting, type Question, questionOf } from "./question-data";

/** Single keys on the desk; they can be switched off behind `?`. */
export function listenToDeskKeys(): () => void {
	const press = (event: KeyboardEvent) => {
		const act = isFreeKey(event) ? ACTS[event.key] : undefined;
		if (!act || document.querySelector("dialog[open]")) return;
		event.preventDefault();
		act(selected());
	};
	addEventListener("keydown", press);
	return () => removeEventListener("keydown", press);
}

const ACTS: Record<string, (question?: Question) => void> = {
	j: () => move(1),
	k: () => move(-1),
	c: (question) => {
		if (question && isWaiting(question)) void claim(question);
	},
	a: (question) => {
		if (!question || !isMine(question)) return;
		if (draftOf(question.id).text.trim()) void answer(question);
		else document.getElementById("desk-reply")?.focus();
	},
	r: (question) => {
		if (question && isMine(question)) void release(question);
	},
	"/": () => {
		document.querySelector<HTMLInputElement>(".desk-search-box")?.focus();
	},
};

function selected(): Question | undefined {
	const item = queue
		.peek()
		.find((one) => questionOf(one)?.id === selectedId.peek());
	return item && questionOf(item);
}
