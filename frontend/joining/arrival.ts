/** What is open about one's own coming, and how many newcomers wait for a leader. */
import { signal } from "@preact/signals";
import { api } from "../core/api";
import { client } from "../core/client";
import { locale } from "../core/i18n";
import type { Unit } from "../core/protocol";
import { tellHeld } from "../teams/held-name";

export interface DocumentLines {
	document: "privacy" | "conduct";
	version: string;
	title: string;
	lines: string[];
}

export interface Arrival {
	waiting: { unit: Unit; since: string; waits_for: string }[];
	/** Places that said no to one's last request, the latest first. */
	declined: { unit: Unit }[];
	welcome: { unit: Unit }[];
	documents: DocumentLines[];
	/** Some texts at some time: those that are asked for now are new versions. */
	has_accepted: boolean;
	/** One's own name, as long as it waits to be allowed. */
	held_name: string | null;
	/** Teams whose members one may let back in. */
	leads: Unit[];
	outcome: { outcome: string; unit: Unit; other: Unit | null } | null;
}

export const arrival = signal<Arrival | null>(null);
export const waitingCounts = signal({ requests: 0, newcomers: 0 });

/** For the badge of People: who waits to be let in, and whom nobody has contacted. */
export function peopleBadge(): number {
	const { requests, newcomers } = waitingCounts.value;
	return requests + newcomers;
}

export async function loadArrival(): Promise<Arrival> {
	const fresh = await api.get<Arrival>(
		`/api/v1/joining?language=${locale.value}`,
	);
	arrival.value = fresh;
	tellHeld(fresh);
	return fresh;
}

/** The versions of what was shown, as `accepted` of joining. */
export function versionsOf(documents: DocumentLines[]): Record<string, string> {
	return Object.fromEntries(
		documents.map((one) => [one.document, one.version]),
	);
}

/** Only for who leads somewhere; for all others there is nothing to count. */
export async function countWaiting(): Promise<void> {
	const leads = client.store
		.own("room:")
		.some((room) => room.may.includes("moderate"));
	if (!leads) return;
	const [requests, newcomers] = await Promise.all([
		api.get<{ count: number }>("/api/v1/requests?limit=1"),
		api.get<{ count: number }>("/api/v1/newcomers?limit=1"),
	]);
	waitingCounts.value = {
		requests: requests.count,
		newcomers: newcomers.count,
	};
}
