import type { Item } from "./protocol";

/** How one event changes what is held of its stream. Pure: returns a new list or the same. */
export type Fold = (items: Item[], event: Item, stream: string) => Item[];

interface Rule {
	fold: Fold;
	lasting: boolean;
}

const rules = new Map<string, Rule>();

/**
 * Say what an event kind does to the items of its stream. `lasting` kinds are
 * items themselves (shown, and counted as unread). Kinds without a rule are ignored.
 */
export function registerFold(
	kind: string,
	fold: Fold,
	{ lasting = false }: { lasting?: boolean } = {},
): void {
	rules.set(kind, { fold, lasting });
}

export function foldOf(kind: string): Fold | undefined {
	return rules.get(kind)?.fold;
}

export function isLasting(kind: string): boolean {
	return rules.get(kind)?.lasting ?? false;
}

/** The event becomes an item at the end. */
export const append: Fold = (items, event) => [...items, event];

/** Change the data of the items that `matches` picks; the list stays the same when none does. */
export function change(
	matches: (item: Item, event: Item) => boolean,
	update: (item: Item, event: Item) => Item["data"],
): Fold {
	return (items, event) => {
		let touched = false;
		const next = items.map((item) => {
			if (!matches(item, event)) return item;
			touched = true;
			return { ...item, data: update(item, event) };
		});
		return touched ? next : items;
	};
}
