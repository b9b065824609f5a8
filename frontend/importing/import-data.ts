/** A file of places and people on its way: sent in pieces, checked, brought in. */
import { api } from "../core/api";

export type Fate = "joins" | "opens" | "there" | "refused";

export type State =
	| "sending"
	| "checking"
	| "checked"
	| "importing"
	| "done"
	| "failed";

export interface Import {
	id: string;
	file_name: string;
	state: State;
	/** A sentence, when the file as a whole can't be used. */
	reason: string;
	rows: number;
	done: number;
	counts: Partial<Record<Fate, number>>;
	/** Sentences, why how many rows can't be used; what holds for most comes first. */
	reasons: { reason: string; count: number }[];
	/** How many places it opens. */
	places: number;
	stalled: boolean;
}

export interface Row {
	line: number;
	place: string[];
	/** Of a place; empty where the file need not say it. */
	kind: string;
	name: string;
	role: string;
	fate: Fate;
	reason: string;
}

export interface Rows {
	items: Row[];
	next: string | null;
}

export interface Begun extends Import {
	piece_bytes: number;
	pieces: number;
}

const IMPORTS = "/api/v1/imports";

/** Whether the server works on it, so that it is worth asking again. */
export function isBusy(state: State): boolean {
	return state === "checking" || state === "importing";
}

/** Where each piece begins and ends. */
export function pieces(size: number, pieceBytes: number): [number, number][] {
	const all: [number, number][] = [];
	for (let start = 0; start < size; start += pieceBytes)
		all.push([start, Math.min(size, start + pieceBytes)]);
	return all;
}

/** Where a table to begin with is downloaded from. */
export const SAMPLE = `${IMPORTS}/sample`;

export interface Begin {
	/** The one that goes on, or was left at the last visit; null: none. */
	latest: Import | null;
	/** The names of a place that this person could write. */
	example: string[];
}

export async function whereToBegin(): Promise<Begin> {
	const { items, example } = await api.get<{
		items: Import[];
		example: string[];
	}>(IMPORTS);
	const [latest] = items;
	const isLeft = latest && latest.state !== "sending";
	return { latest: isLeft ? latest : null, example };
}

/** Whether the dry run has found nothing that could be brought in or is there. */
export function isUnusable(found: Import): boolean {
	return found.rows > 0 && found.counts.refused === found.rows;
}

export function look(id: string): Promise<Import> {
	return api.get(`${IMPORTS}/${id}`);
}

export function begin(file: File): Promise<Begun> {
	return api.post(IMPORTS, { file_name: file.name });
}

export async function sendFile(
	begun: Begun,
	file: File,
	onPart: (part: number) => void,
): Promise<Import> {
	const all = pieces(file.size, begun.piece_bytes);
	for (const [number, [start, end]] of all.entries()) {
		const path = `${IMPORTS}/${begun.id}/pieces/${number}`;
		await api.put(path, file.slice(start, end));
		onPart((number + 1) / all.length);
	}
	return api.post(`${IMPORTS}/${begun.id}/check`);
}

export function bringIn(id: string): Promise<Import> {
	return api.post(`${IMPORTS}/${id}/confirm`);
}

export function goOn(id: string): Promise<Import> {
	return api.post(`${IMPORTS}/${id}/go-on`);
}

export function rowsOf(
	id: string,
	isRefused: boolean,
	cursor: string | null,
): Promise<Rows> {
	const query = new URLSearchParams({ refused: String(isRefused) });
	if (cursor) query.set("cursor", cursor);
	return api.get(`${IMPORTS}/${id}/rows?${query}`);
}
