import { api } from "../core/api";
import type { PresenceState, Unit } from "../core/protocol";
import type { Mode } from "../joining/door";
import { proven } from "../teams/proof-sheet";

/** A place whose people one may see, with its figures in and below it. */
export interface Place extends Unit {
	parent: string | null;
	role: string | null;
	may: string[];
	members: number;
	has_places: boolean;
	online?: number;
	reported_today?: number;
}

/** `photo` is there for who has one: it goes into the address of the picture. */
export interface Person {
	id: string;
	name: string;
	photo?: string;
}

/** Somebody's membership in one place. */
export interface Member {
	id: string;
	user: Person;
	unit: Unit;
	role: string;
	since: string;
	presence?: PresenceState;
	last_report?: string;
	/** Nobody has spoken with them yet, and until when somebody should, or should have. */
	newcomer_until?: string;
	muted_until?: string;
	/** A name of theirs that waits for the viewer's decision. */
	held?: { id: string; name: string };
	/** Suspended from this place, or shut out of every one. */
	out?: "suspended" | "everywhere";
}

export interface OutPage extends Page<Member> {
	may: string[];
}

export interface Contacts {
	email: string;
	phone: string;
}

export interface PersonCard {
	user: Person;
	memberships: Member[];
	/** Masked; null for who may not ask for them. */
	contacts: Contacts | null;
	places: { id: string; may: string[] }[];
}

export interface MemberPage {
	items: Member[];
	next: string | null;
	count: number;
	unit: Unit & { may: string[]; parent: string | null; join_mode: Mode };
}

export interface Page<Item> {
	items: Item[];
	next: string | null;
}

export const REASONS = ["welcome", "shift", "safety", "account"] as const;
export type Reason = (typeof REASONS)[number];

export interface Look {
	at: string;
	by: { id: string; name: string };
	reason: Reason;
}

export function placesUnder(
	under: string | null,
	cursor: string | null,
	limit: number | null = null,
): Promise<Page<Place>> {
	const rest = { under, cursor, limit: limit === null ? null : String(limit) };
	return api.get(`/api/v1/people/places?${parameters(rest)}`);
}

export function membersOf(
	unit: string,
	cursor: string | null,
): Promise<MemberPage> {
	const rest = parameters({ cursor, limit: "50" });
	return api.get(`/api/v1/units/${unit}/members?${rest}`);
}

export function membersOut(
	unit: string,
	cursor: string | null,
): Promise<OutPage> {
	const rest = parameters({ cursor, limit: "50" });
	return api.get(`/api/v1/units/${unit}/members/out?${rest}`);
}

export function peopleStarting(
	prefix: string,
): Promise<{ items: Member[]; more: boolean }> {
	return api.get(`/api/v1/people?${parameters({ prefix })}`);
}

export function personCard(id: string): Promise<PersonCard> {
	return api.get(`/api/v1/people/${id}`);
}

export function reveal(id: string, reason: Reason): Promise<Contacts> {
	return proven(() => api.post(`/api/v1/people/${id}/reveal`, { reason }));
}

export function looks(): Promise<{ items: Look[] }> {
	return api.get("/api/v1/me/looks");
}

function parameters(given: Record<string, string | null>): string {
	const named = Object.entries(given).filter(([, value]) => value !== null);
	return new URLSearchParams(named as [string, string][]).toString();
}
