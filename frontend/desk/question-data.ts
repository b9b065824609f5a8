/** Questions as the server sends them, and what happens to the queue of a desk. */
import { type Fold, registerFold } from "../core/folds";
import type { Item, Unit } from "../core/protocol";

export type State =
	| "new"
	| "suggested"
	| "claimed"
	| "answered"
	| "accepted"
	| "reopened";

export interface Person {
	id: string;
	name: string;
}

export interface Question {
	id: string;
	text: string;
	about: "voter_asks" | "how_do_i" | "problem" | "incident" | "rumour";
	topic?: string;
	language: string;
	at_the_door: boolean;
	unit: Unit;
	desk: Unit;
	state: State;
	version: number;
	me_toos: number;
	claimed_by?: Person;
	asked_at: string;
}

export interface Answer {
	id: string;
	text: string;
	language: string;
	entry?: string;
	source?: string;
	version: number;
	by?: Person;
	at?: string;
}

export interface Thread extends Question {
	is_own: boolean;
	follows: boolean;
	ahead: number;
	usual_wait_s: number;
	answers: Answer[];
	told?: number;
	seen?: number;
	by?: Person;
}

export interface Entry {
	entry: string;
	title: string;
	text: string;
	language: string;
	languages: string[];
	topic?: string;
	jurisdiction?: string;
	source?: string;
	helped: number;
	checked_at: string;
}

/** How long a question or an answer may be. */
export const LIMIT = 2_000;

export const ABOUT = [
	"voter_asks",
	"how_do_i",
	"problem",
	"incident",
	"rumour",
] as const;

export function registerQuestionFolds(): void {
	for (const kind of ["asked", "escalated", "reopened"])
		registerFold(`question.${kind}`, stand, { lasting: true });
	for (const kind of ["claimed", "released", "answered", "accepted"])
		registerFold(`question.${kind}`, stand);
	registerFold("question.moved", move);
	registerFold("answer.delivered", deliver, { lasting: true });
}

export function questionOf(item: Item): Question | undefined {
	return item.data.question as Question | undefined;
}

export function isOpen(question: Question): boolean {
	return isWaiting(question) || question.state === "claimed";
}

export function isWaiting(question: Question): boolean {
	return question.state === "new" || question.state === "reopened";
}

/** Door first, then whoever has waited longest: the order in which to take them. */
export function inOrder(items: Item[]): Item[] {
	const place = (item: Item): [number, string] => [
		questionOf(item)?.at_the_door ? 0 : 1,
		questionOf(item)?.asked_at ?? item.at,
	];
	return [...items].sort((one, other) => {
		const [oneDoor, oneAt] = place(one);
		const [otherDoor, otherAt] = place(other);
		return oneDoor - otherDoor || oneAt.localeCompare(otherAt);
	});
}

/** A desk holds its open questions; what was answered or went to another desk leaves it. */
const stand: Fold = (items, event, stream) => {
	const question = questionOf(event);
	if (!question || !stream.startsWith("desk:")) return items;
	const held = items.find((item) => questionOf(item)?.id === question.id);
	if (held && (questionOf(held)?.version ?? 0) > question.version) return items;
	if (!isOpen(question) || `desk:${question.desk.id}` !== stream)
		return held ? items.filter((item) => item !== held) : items;
	if (!held) return [...items, event];
	const fresh = { ...held, data: event.data };
	return items.map((item) => (item === held ? fresh : item));
};

/** The last word on where a question of one's own is. */
const move: Fold = (items, event) => [
	...items.filter(
		(item) =>
			item.kind !== "question.moved" ||
			questionOf(item)?.id !== questionOf(event)?.id,
	),
	event,
];

const deliver: Fold = (items, event) => {
	const id = (event.data.answer as Answer | undefined)?.id;
	const isKnown = items.some(
		(item) => (item.data.answer as Answer | undefined)?.id === id,
	);
	return isKnown ? items : [...items, event];
};
