/** Reports begun and not sent: a sheet closed by accident loses nothing while the app is open. */
import { client } from "../core/client";
import type { Draft, Team } from "./sheet-state";

const begun = new Map<string, Draft>();

export function begunFor(team: Team): Draft | undefined {
	return begun.get(placeOf(team));
}

export function keepBegun(team: Team, draft: Draft): void {
	begun.set(placeOf(team), draft);
}

export function dropBegun(team: Team): void {
	begun.delete(placeOf(team));
}

/** Another person may sign in on the same phone. */
function placeOf(team: Team): string {
	return `${client.store.user.peek()?.id}:${team.id}`;
}
