import { keyOf } from "../ui/keys";
import { isFreeKey } from "../ui/shortcuts";
import { claim, release } from "./desk-actions";
import { isMine, move, queue, selectedId } from "./desk-state";
import { isWaiting, type Question, questionOf } from "./question-data";
import { goOnWriting } from "./reply-box";
import { mayWrite } from "./sent-answers";

/** Single keys on the desk; they can be switched off behind `?`. */
export function listenToDeskKeys(): () => void {
	const press = (event: KeyboardEvent) => {
		const act = isFreeKey(event) ? ACTS[keyOf(event)] : undefined;
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
		if (question && mayWrite(question)) goOnWriting();
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
