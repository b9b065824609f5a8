/** Reports begun and not sent: neither a sheet closed by accident nor a reload loses one. */
import { client } from "../core/client";
import type { Draft, Team } from "./sheet-state";

/** What was begun longer ago is of another day, or of another round of doors. */
const KEPT_MS = 6 * 3_600_000;

interface Begun {
	at: number;
	draft: Draft;
}

export function begunFor(team: Team): Draft | undefined {
	const begun = parsed(client.drafts.read(placeOf(team)));
	const isFresh = begun && Date.now() - begun.at < KEPT_MS;
	return isFresh ? begun.draft : undefined;
}

export function keepBegun(team: Team, draft: Draft): void {
	const begun: Begun = { at: Date.now(), draft };
	client.drafts.save(placeOf(team), JSON.stringify(begun));
}

export function dropBegun(team: Team): void {
	client.drafts.save(placeOf(team), "");
}

function placeOf(team: Team): string {
	return `report:${team.id}`;
}

function parsed(text: string): Begun | undefined {
	try {
		return text ? JSON.parse(text) : undefined;
	} catch {
		return undefined;
	}
}
