/** What the server says of the places below one, and what of it asks for attention. No DOM. */
import { api } from "../core/api";
import { formatAgo, formatSpan, t } from "../core/i18n";
import type { Unit } from "../core/protocol";
import { countOf } from "../reports/kinds";
import { type Goal, paceOf } from "../reports/pace";

interface Part {
	all: number;
	active: number;
}

export interface Outline extends Unit {
	room: string | null;
	attends_desk: boolean;
	/** Of a team: when one of its people last wrote or reported. */
	last_active?: string | null;
}

/** A place with the figures of all that is in and below it. */
export interface Place extends Outline {
	teams: Part;
	/** Of places that are above offices. */
	offices?: Part;
	newcomers: { waiting: number; late: number };
	desk: { open: number; waiting: number; oldest: string | null };
	goals: Goal[];
}

export interface Level {
	as_of: string;
	/** They look over several places that have none in common. */
	several: boolean;
	place: (Place & { parent: Unit | null }) | null;
	items: Place[];
	next: string | null;
}

export interface SilentTeam extends Outline {
	parent: Unit | null;
}

export interface Silent {
	as_of: string;
	items: SilentTeam[];
	next: string | null;
}

interface Paged {
	items: unknown[];
	next: string | null;
}

/** So many pages of a level, as one. */
export function levelOf(unit: string | undefined, pages: number) {
	return joined<Level>("/api/v1/overview", unit, pages);
}

export function silentBelow(unit: string, pages: number) {
	return joined<Silent>("/api/v1/overview/silent", unit, pages);
}

async function joined<Page extends Paged>(
	path: string,
	unit: string | undefined,
	pages: number,
): Promise<Page> {
	const ask = (cursor?: string | null) => {
		const given = Object.entries({ unit, cursor }).filter(([, value]) => value);
		return api.get<Page>(
			`${path}?${new URLSearchParams(given as [string, string][])}`,
		);
	};
	let all = await ask();
	for (let page = 1; page < pages && all.next; page += 1) {
		const more = await ask(all.next);
		all = { ...all, items: [...all.items, ...more.items], next: more.next };
	}
	return all;
}

export type Tone = "plain" | "good" | "warn" | "urgent";

export interface Fact {
	of: "active" | "silent" | "newcomers" | "desk" | "goal";
	text: string;
	tone: Tone;
	href?: string;
}

/** What is to be said of a place in a list: what asks for attention, and its goal. */
export function factsOf(place: Place, now: number): Fact[] {
	return [
		activityOf(place, now),
		newcomersOf(place),
		waitingOf(place, now),
		...place.goals.slice(0, 1).map((goal) => goalOf(place, goal, now)),
	].filter((fact): fact is Fact => fact !== null);
}

export function lastHeard(place: Outline, now: number): string {
	return place.last_active
		? t("overview.last_heard", { ago: formatAgo(place.last_active, now) })
		: t("overview.never_heard");
}

function silentWords(place: Outline, now: number): string {
	return t("overview.silent_team", { since: lastHeard(place, now) });
}

export function silentCount({ teams }: Place): number {
	return teams.all - teams.active;
}

/** Where the place itself is opened: one level deeper, or the people of a team. */
export function wayInto(place: Unit): string {
	return place.kind === "team"
		? `/people/places/${place.id}`
		: `/overview/${place.id}`;
}

export function deskLink(place: Outline): string | undefined {
	return place.attends_desk ? `/desk/${place.id}` : undefined;
}

/** A team's feed names people: it is for who may enter its room. */
export function feedLink(place: Outline): string | undefined {
	return place.kind !== "team" || place.room ? `/feed/${place.id}` : undefined;
}

function activityOf(place: Place, now: number): Fact | null {
	const silent = silentCount(place);
	if (place.kind === "team")
		return silent === 0
			? { of: "active", text: t("overview.active_today"), tone: "good" }
			: { of: "silent", text: silentWords(place, now), tone: "warn" };
	if (silent === 0) return null;
	return {
		of: "silent",
		text: t("overview.silent", { count: silent }),
		tone: "warn",
		href: `/overview/${place.id}/silent`,
	};
}

function newcomersOf(place: Place): Fact | null {
	const { waiting, late } = place.newcomers;
	if (waiting === 0) return null;
	const texts = [t("overview.newcomers_waiting", { count: waiting })];
	if (late > 0) texts.push(t("overview.late", { count: late }));
	return {
		of: "newcomers",
		text: texts.join(t("reports.separator")),
		tone: late > 0 ? "urgent" : "plain",
		href: `/people/newcomers/${place.id}`,
	};
}

function waitingOf(place: Place, now: number): Fact | null {
	const { waiting, oldest } = place.desk;
	if (waiting === 0 || !oldest) return null;
	const texts = [
		t("overview.questions_waiting", { count: waiting }),
		oldestWords(oldest, now),
	];
	return {
		of: "desk",
		text: texts.join(t("reports.separator")),
		tone: "warn",
		href: deskLink(place),
	};
}

export function oldestWords(oldest: string, now: number): string {
	return t("overview.oldest", { span: formatSpan(now - Date.parse(oldest)) });
}

function goalOf(place: Place, goal: Goal, now: number): Fact {
	const { standing } = paceOf(goal, now);
	const target = countOf(goal.kind, goal.target);
	return {
		of: "goal",
		text: t("overview.goal_of", { done: goal.quantity, target }),
		tone: standing === "behind" ? "warn" : "plain",
		href: feedLink(place),
	};
}
