/** The tree as it is on screen: rows in order, of which some are open. No DOM. */
import type { Place } from "./people-data";

export interface Branch {
	places: Place[];
	next: string | null;
}

export interface Shown {
	/** Under which place, "" for the topmost ones. */
	branches: ReadonlyMap<string, Branch>;
	open: ReadonlySet<string>;
}

export interface TreeRow {
	place: Place;
	level: number;
	isOpen: boolean;
	/** More of its siblings follow that are not loaded. */
	moreUnder: string | null;
}

export const NOTHING: Shown = { branches: new Map(), open: new Set() };

export function rowsOf(shown: Shown, under = "", level = 1): TreeRow[] {
	const branch = shown.branches.get(under);
	if (!branch) return [];
	const last = branch.places[branch.places.length - 1];
	return branch.places.flatMap((place) => {
		const isOpen = shown.open.has(place.id);
		const below = isOpen ? rowsOf(shown, place.id, level + 1) : [];
		const isCut = place === last && branch.next !== null;
		const row = { place, level, isOpen, moreUnder: isCut ? under : null };
		return [row, ...below];
	});
}

export function withBranch(shown: Shown, under: string, more: Branch): Shown {
	const before = shown.branches.get(under)?.places ?? [];
	const branch = { places: [...before, ...more.places], next: more.next };
	return {
		...shown,
		branches: new Map(shown.branches).set(under, branch),
	};
}

export function withOpen(shown: Shown, id: string, isOpen: boolean): Shown {
	const open = new Set(shown.open);
	if (isOpen) open.add(id);
	else open.delete(id);
	return { ...shown, open };
}

/** The branches as they are now; what was loaded of others is asked for when opened. */
export function asLoaded(
	shown: Shown,
	branches: ReadonlyMap<string, Branch>,
): Shown {
	const open = [...shown.open].filter((id) => branches.has(id));
	return { branches, open: new Set(open) };
}

type Step = { focus: string } | { toggle: string } | null;

/** What a key does on a row: the keys of the tree pattern. `ahead` is the reading direction's. */
export function stepOf(
	rows: TreeRow[],
	at: string,
	key: string,
	isMirrored: boolean,
): Step {
	const index = rows.findIndex((row) => row.place.id === at);
	const row = rows[index];
	if (!row) return null;
	const ahead = isMirrored ? "ArrowLeft" : "ArrowRight";
	const back = isMirrored ? "ArrowRight" : "ArrowLeft";
	const focus = (to?: TreeRow) => (to ? { focus: to.place.id } : null);
	if (key === "ArrowDown") return focus(rows[index + 1]);
	if (key === "ArrowUp") return focus(rows[index - 1]);
	if (key === "Home") return focus(rows[0]);
	if (key === "End") return focus(rows[rows.length - 1]);
	if (key === ahead && row.place.has_places)
		return row.isOpen ? focus(rows[index + 1]) : { toggle: at };
	if (key === back && row.isOpen) return { toggle: at };
	if (key === back)
		return focus(rows.find((one) => one.place.id === row.place.parent));
	return null;
}
