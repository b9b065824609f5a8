/** Somebody deleted their account: what is held on this screen forgets them, as the server has. */
import { type Fold, registerFold } from "./folds";
import type { Item } from "./protocol";

/** What the server keeps in place of a name. `called` (ui/called.ts) says it in words. */
export const NOBODY = "—";

/** What people write, in the data of events. */
const WRITTEN = new Set(["text", "note", "reason"]);

type Fields = Record<string, unknown>;

export function registerErasing(): void {
	registerFold("person.erased", forget);
}

const forget: Fold = (items, event) => {
	const user = String(event.data.user);
	return items.map((item) => without(item, user));
};

function without(item: Item, user: string): Item {
	const isTheirs = item.by?.id === user;
	const [by, data] = [item.by, item.data].map((part) =>
		scrubbed(part, user, isTheirs),
	);
	return { ...item, by: by as Item["by"], data: data as Item["data"] };
}

/** People are `{id, name, …}`; places, which have ids too, have a kind as well. */
export function isPerson(whole: Fields, user: string): boolean {
	return whole.id === user && "name" in whole && !("kind" in whole);
}

function scrubbed(part: unknown, user: string, isTheirs: boolean): unknown {
	if (Array.isArray(part))
		return part.map((one) => scrubbed(one, user, isTheirs));
	if (typeof part !== "object" || part === null) return part;
	const whole = part as Fields;
	const isThem = isPerson(whole, user);
	const entries = Object.entries(whole).map(([key, value]) => {
		if (isThem && key === "name") return [key, NOBODY];
		if (isTheirs && WRITTEN.has(key) && typeof value === "string")
			return [key, ""];
		return [key, scrubbed(value, user, isTheirs)];
	});
	return Object.fromEntries(entries);
}
