import { api } from "../core/api";
import { locale } from "../core/i18n";
import type { Unit } from "../core/protocol";
import type { DocumentLines } from "./arrival";

/** Exactly one of the three. */
export interface Place {
	secret?: string;
	postal_code?: string;
	unit?: string;
}

export interface Found {
	unit: Unit;
	campaign: string;
	leader: { name: string } | null;
	door: "open" | "approval" | "full" | "archived" | "closed";
	/** Why nobody gets in, if so. */
	message: string | null;
	other: Unit | null;
	documents: DocumentLines[];
}

export interface Entered {
	code_sent: boolean;
	outcome?: string;
}

export function look(place: Place): Promise<Found> {
	const path = `/api/v1/invitations/look?language=${locale.value}`;
	return api.post<Found>(path, place);
}

/** Where to go after joining; null where joining came to nothing. */
export function addressAfter(outcome?: string): string | null {
	if (outcome === "joined") return "/rooms";
	return outcome === "waiting" ? "/waiting" : null;
}
