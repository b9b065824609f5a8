/** Who shares a first name with somebody else in a room or feed: a card then says all of the name. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { client } from "../core/client";
import { NOBODY } from "../core/erased";
import type { Item } from "../core/protocol";
import { called } from "../ui/called";
import { reportedOf } from "./report-data";
import { firstName } from "./words";

interface Person {
	id: string;
	name: string;
}

const shared = new Map<string, ReadonlySignal<string>>();

/** The first name, or all of it where the stream that is shown has another person of that one. */
export function nameIn(stream: string, person: Person): string {
	const isShared = sharedIn(stream).split("\n").includes(keyOf(person.name));
	return isShared ? called(person.name) : firstName(person.name);
}

/** First names that more than one person of these items has, in small letters. */
export function sharedFirstNames(items: Item[]): string[] {
	const people = new Map(
		items.flatMap(peopleOf).map(({ id, name }) => [id, keyOf(name)]),
	);
	const names = [...people.values()].sort();
	return names.filter((name, at) => name !== "" && name === names[at - 1]);
}

/** As text, so that cards are drawn again only when it becomes another one. */
function sharedIn(stream: string): string {
	const known = shared.get(stream) ?? computed(() => namesIn(stream));
	shared.set(stream, known);
	return known.value;
}

function namesIn(stream: string): string {
	return sharedFirstNames(client.store.content(stream).value.items).join("\n");
}

function peopleOf(item: Item): Person[] {
	const { report } = reportedOf(item);
	return [item.by, report?.on_behalf_of, report?.correction?.by].filter(
		(one) => one !== null && one !== undefined,
	);
}

function keyOf(name: string): string {
	return name === NOBODY ? "" : firstName(name).toLocaleLowerCase();
}
