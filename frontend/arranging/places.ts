/** What the screens for arranging places know of them. No DOM. */
import { signal } from "@preact/signals";
import { api } from "../core/api";
import type { Unit } from "../core/protocol";
import type { Mode } from "../joining/door";
import type { Page } from "../people/people-data";
import { proven } from "../teams/proof-sheet";

/** A place as the tree and its own page know it. */
export interface Arrangeable extends Unit {
	parent: string | null;
	may: string[];
}

export interface Settings extends Unit {
	parent: string | null;
	place: string;
	join_mode: Mode;
	capacity: number | null;
	/** How many are in it. */
	taken: number;
	postal_codes: string[];
	may_bring_back: boolean;
}

export type Wanted = Partial<
	Pick<
		Settings,
		"kind" | "name" | "place" | "join_mode" | "capacity" | "postal_codes"
	>
>;

export interface Under extends Unit {
	parent: Unit | null;
}

export interface Archived extends Under {
	archived_at: string;
	may_reopen: boolean;
}

export type Act = "open" | "change" | "move" | "archive";

/** The same as the server's; it has the last word. */
const KINDS_BELOW: Record<string, string[]> = {
	campaign: ["centre"],
	centre: ["region", "office"],
	region: ["office"],
	office: ["team"],
};
const BETWEEN_CODES = /[,،;؛\n]+/;

/** A whole place: longer to think than about one message. */
export const UNDO_MS = 10_000;

/** Counts what was arranged from this page, for lists that show places. */
export const arranged = signal(0);
let last: Settings | null = null;

/** The place that was opened or moved last; who shows it takes it, once. */
export function takeArranged(): Settings | null {
	const taken = last;
	last = null;
	return taken;
}

export function kindsBelow(kind: string): string[] {
	return KINDS_BELOW[kind] ?? [];
}

/** The kind that most of those below are of; while there are none, the first. */
export function usualKind(
	kinds: string[],
	below: readonly { kind: string }[],
): string {
	const count = (kind: string) =>
		below.filter((place) => place.kind === kind).length;
	return kinds.reduce(
		(most, kind) => (count(kind) > count(most) ? kind : most),
		kinds[0] ?? "",
	);
}

/** Of what kind a place must be for one of this kind to stand below it. */
export function kindsAbove(kind: string): string[] {
	return Object.keys(KINDS_BELOW).filter((one) =>
		kindsBelow(one).includes(kind),
	);
}

/** What this person may do with a place; nothing for who arranges nothing there. */
export function actsOn(place: Arrangeable): Act[] {
	if (!place.may.includes("arrange_units")) return [];
	const acts: Act[] = kindsBelow(place.kind).length > 0 ? ["open"] : [];
	acts.push("change");
	return place.kind === "campaign" ? acts : [...acts, "move", "archive"];
}

/** Newcomers come to teams alone: only those have a door, room and neighbours. */
export function takesNewcomers(kind: string): boolean {
	return kind === "team";
}

export function codesIn(text: string): string[] {
	return text
		.split(BETWEEN_CODES)
		.map((code) => code.trim())
		.filter(Boolean);
}

export function settingsOf(id: string): Promise<Settings> {
	return api.get(`/api/v1/units/${id}/settings`);
}

export async function openPlace(
	under: string,
	wanted: Wanted,
): Promise<Settings> {
	return placed(() => api.post(`/api/v1/units/${under}/units`, wanted));
}

export async function changePlace(
	id: string,
	wanted: Wanted,
): Promise<Settings> {
	return done(() => api.patch(`/api/v1/units/${id}/settings`, wanted));
}

export async function movePlace(id: string, parent: string): Promise<Settings> {
	return placed(() => api.post(`/api/v1/units/${id}/move`, { parent }));
}

export async function archivePlace(id: string): Promise<void> {
	await done(() => api.post(`/api/v1/units/${id}/archive`));
}

export async function bringBack(id: string): Promise<Settings> {
	return done(() => api.post(`/api/v1/units/${id}/reopen`));
}

export function parentsFor(id: string, search: string): Promise<Page<Under>> {
	const asked = new URLSearchParams({ search });
	return api.get(`/api/v1/units/${id}/parents?${asked}`);
}

export function archivedPlaces(cursor: string | null): Promise<Page<Archived>> {
	const rest = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
	return api.get(`/api/v1/units/archived?limit=50${rest}`);
}

async function placed(act: () => Promise<Settings>): Promise<Settings> {
	return done(async () => {
		last = await act();
		return last;
	});
}

async function done<Result>(act: () => Promise<Result>): Promise<Result> {
	const result = await proven(act);
	arranged.value += 1;
	return result;
}
