/** The units that this person may look at, and what they may do there. */
import { api } from "../core/api";
import { client } from "../core/client";
import type { Unit } from "../core/protocol";
import { kept } from "./kept";

export interface Place extends Unit {
	parent: string | null;
	role: string | null;
	may: string[];
}

const LOAD_WITHIN_MS = 3_000;

const known = kept<Place[]>("places", []);

/** Loaded now, and again when the person's streams are others than before. */
export function keepPlaces(): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let before: string | undefined;
	const stop = client.store.titles.subscribe((titles) => {
		const isFirst = !before;
		if (before === undefined) void loadPlaces();
		before = titles;
		if (isFirst) return;
		clearTimeout(timer);
		// A place has many people: they must not all ask at once.
		timer = setTimeout(() => void loadPlaces(), Math.random() * LOAD_WITHIN_MS);
	});
	return () => {
		stop();
		clearTimeout(timer);
	};
}

async function loadPlaces(): Promise<void> {
	try {
		const fresh = await api.get<{ items: Place[] }>("/api/v1/units?limit=100");
		known.set(fresh.items);
	} catch {
		// Without network the kept ones go on.
	}
}

export function placeOf(id: string | undefined): Place | undefined {
	return known.now.value.find((place) => place.id === id);
}

export function mayIn(id: string | undefined, power: string): boolean {
	return placeOf(id)?.may.includes(power) ?? false;
}

/**
 * One's own place and those above it whose feeds say something new: team, office, centre.
 * Who looks into a place below sees the way there too.
 */
export function feedPlaces(current?: string): Place[] {
	const all = known.now.value;
	const own = all.filter((place) => place.role !== null);
	const line = new Set(own.flatMap((place) => chainOf(place)));
	const here = placeOf(current);
	const way = here ? chainOf(here).filter((id) => !line.has(id)) : [];
	const shown = all.filter(
		(place) => way.includes(place.id) || (line.has(place.id) && isShown(place)),
	);
	return shown.sort((one, two) => depthOf(two) - depthOf(one));
}

export function childrenOf(id: string): Place[] {
	return known.now.value.filter((place) => place.parent === id);
}

/** A region, or a campaign of one centre, only repeats other figures to who is not of it. */
function isShown(place: Place): boolean {
	if (place.role !== null) return true;
	const centres = known.now.value.filter((one) => one.kind === "centre");
	if (place.kind === "campaign") return centres.length !== 1;
	return place.kind !== "region";
}

function chainOf(place: Place): string[] {
	const parent = placeOf(place.parent ?? undefined);
	return [place.id, ...(parent ? chainOf(parent) : [])];
}

function depthOf(place: Place): number {
	return chainOf(place).length;
}
