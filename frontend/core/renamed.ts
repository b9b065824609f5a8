/** Somebody has another name: what is held of a stream calls them so, also after a reload. */
import { isPerson } from "./erased";
import { type Fold, registerFold } from "./folds";
import type { Item } from "./protocol";
import type { Renamed } from "./wire";

export const RENAMED = "member.renamed";

export function registerRenaming(): void {
	registerFold(RENAMED, rename);
}

const rename: Fold = (items, event) => {
	const { user } = event.data as unknown as Renamed;
	const next = items.map((item) => called(item, user) as Item);
	return next.some((item, place) => item !== items[place]) ? next : items;
};

/** The same object where nobody in it is called otherwise: it need not be drawn again. */
function called(part: unknown, user: Renamed["user"]): unknown {
	if (typeof part !== "object" || part === null) return part;
	if (Array.isArray(part)) {
		const next = part.map((one) => called(one, user));
		return next.some((one, place) => one !== part[place]) ? next : part;
	}
	let whole = part as Record<string, unknown>;
	if (isPerson(whole, user.id) && whole.name !== user.name)
		whole = { ...whole, name: user.name };
	for (const [key, value] of Object.entries(whole)) {
		const next = called(value, user);
		if (next !== value) whole = { ...whole, [key]: next };
	}
	return whole;
}
