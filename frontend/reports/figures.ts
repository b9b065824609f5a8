/** A unit's figures of today: goals and how the day grew, kept up to date by events. */
import { type Signal, signal } from "@preact/signals";
import { api } from "../core/api";
import { client } from "../core/client";
import { type EventFrame, isRefusal } from "../core/protocol";
import type { Goal } from "./pace";
import { reportedOf, summaryOf } from "./report-data";

export interface Series {
	day: string;
	starts_at: string;
	ends_at: string;
	/** The beginning of the first hour; `totals` has the figure at each hour's end. */
	from: string;
	items: { kind: string; totals: number[] }[];
}

export interface Figures {
	goals: Goal[];
	series: Series | null;
	/** The unit's feed is not open to this person. */
	isRefused?: boolean;
}

const AGAIN_MS = 5 * 60_000;
export const HOUR_MS = 3_600_000;
const figures = new Map<string, Signal<Figures>>();

export function figuresOf(unit: string): Signal<Figures> {
	let found = figures.get(unit);
	if (!found) {
		found = signal({ goals: [], series: null });
		figures.set(unit, found);
	}
	return found;
}

/** Fetch now, move with every event, fetch again now and then; returns the way to stop. */
export function keepFigures(unit: string): () => void {
	const again = () => {
		if (!figuresOf(unit).peek().isRefused) void load(unit);
	};
	void load(unit);
	const timer = setInterval(again, AGAIN_MS);
	const stopEvents = client.onEvent((event) => hear(unit, event));
	const stopLive = client.isLive.subscribe((isLive) => {
		if (isLive) again();
	});
	return () => {
		clearInterval(timer);
		stopEvents();
		stopLive();
	};
}

export function forgetRefusal(unit: string): void {
	figures.delete(unit);
}

async function load(unit: string): Promise<void> {
	try {
		const [goals, series] = await Promise.all([
			api.get<{ items: Goal[] }>(`/api/v1/goals?unit=${unit}`),
			api.get<Series>(`/api/v1/totals/series?unit=${unit}`),
		]);
		figuresOf(unit).value = { goals: goals.items, series };
	} catch (error) {
		// Without network the last figures stay.
		if (isRefusal(error))
			figuresOf(unit).value = { goals: [], series: null, isRefused: true };
	}
}

function hear(unit: string, event: EventFrame): void {
	if (event.kind.startsWith("report.")) {
		const { report, total } = reportedOf(event);
		if (report.team === unit)
			move(unit, report.kind, report.action_date, total);
	} else if (event.kind === "feed.summarised") {
		const { unit: where, kind, day, total } = summaryOf(event);
		if (where.id === unit) move(unit, kind, day, total);
	}
}

/** Sets a kind's figure of today; other days move nothing here. */
function move(unit: string, kind: string, day: string, total: number): void {
	const { goals, series } = figuresOf(unit).value;
	if (!series || series.day !== day) return;
	figuresOf(unit).value = {
		goals: goals.map((goal) =>
			goal.kind === kind ? { ...goal, quantity: total } : goal,
		),
		series: { ...series, items: grown(series, kind, total) },
	};
}

export function grown(
	series: Series,
	kind: string,
	total: number,
): Series["items"] {
	const held = series.items.find((item) => item.kind === kind);
	const totals = held ? [...held.totals] : new Array(hoursOf(series)).fill(0);
	totals[totals.length - 1] = total;
	const others = series.items.filter((item) => item.kind !== kind);
	return [...others, { kind, totals }];
}

export function hoursOf(series: Series): number {
	const passed = (Date.now() - Date.parse(series.from)) / HOUR_MS;
	return series.items[0]?.totals.length ?? Math.max(1, Math.ceil(passed));
}
