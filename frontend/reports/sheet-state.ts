/** What is being reported, and where; the sheet is open while there is a team. */
import { signal } from "@preact/signals";
import { campaignZone, dayBefore } from "../core/campaign-day";
import { client } from "../core/client";
import type { Sent } from "../core/outbox";
import { countOf, kindOf, rememberUse } from "./kinds";
import type { Report } from "./report-data";

export const QUANTITY_MAX = 9_999_999;

export interface Team {
	id: string;
	name: string;
	/** The room whose screen shows the report while it waits. */
	stream?: string;
}

export const reportFor = signal<Team | null>(null);
export const correcting = signal<{ report: Report; stream: string } | null>(
	null,
);

export interface Draft {
	kind: string;
	quantity: number | null;
	daysAgo: number;
	mood: number | null;
	topics: string[];
	note: string;
	onBehalfOf: string;
}

export function emptyDraft(kind: string): Draft {
	return {
		kind,
		quantity: null,
		daysAgo: 0,
		mood: null,
		topics: [],
		note: "",
		onBehalfOf: "",
	};
}

export function fileReport(team: Team, draft: Draft): Promise<Sent> {
	rememberUse(draft.kind);
	return client.send("report.file", fieldsOf(team, draft), team.stream);
}

/** The day is written down now: sent after midnight, the report still counts for it. */
export function fieldsOf(team: Team, draft: Draft): Record<string, unknown> {
	const fields: Record<string, unknown> = {
		team: team.id,
		kind: draft.kind,
		quantity: draft.quantity ?? 0,
		action_date: dayBefore(Date.now(), draft.daysAgo, campaignZone()),
	};
	if (draft.mood !== null) fields.mood = draft.mood;
	if (draft.topics.length > 0) fields.topics = draft.topics;
	if (draft.note.trim()) fields.note = draft.note.trim();
	if (draft.onBehalfOf) fields.on_behalf_of = draft.onBehalfOf;
	return fields;
}

export function whatOf(draft: Draft): string {
	return countOf(draft.kind, draft.quantity ?? 0);
}

export function isUnlikely(draft: Draft): boolean {
	const maximum = kindOf(draft.kind)?.daily_maximum ?? QUANTITY_MAX;
	return (draft.quantity ?? 0) > maximum;
}
