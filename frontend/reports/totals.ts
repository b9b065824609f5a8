/** How a day's figures stand in its series. */
import { now } from "../ui/time";
import { HOUR_MS, hoursOf, type Series } from "./figures";
import { kinds } from "./kinds";
import { expectedAt, type Goal } from "./pace";

/** In the campaign's order. */
export function kindsDone(series: Series | null): string[] {
	return kinds()
		.map((kind) => kind.id)
		.filter((kind) => lastOf(totalsOf(series, kind)) > 0);
}

export function totalsOf(series: Series | null, kind: string): number[] {
	return series?.items.find((item) => item.kind === kind)?.totals ?? [0];
}

/** The moments that `totals` stand for: each hour's end, the last one now. */
export function hourEnds(series: Series): number[] {
	const start = Date.parse(series.from);
	return Array.from({ length: hoursOf(series) }, (_, index) =>
		Math.min(now.value, start + (index + 1) * HOUR_MS),
	);
}

export function paceLine(goal: Goal, series: Series): number[] {
	const moments = [Date.parse(series.from), ...hourEnds(series)];
	return moments.map((at) => expectedAt(goal, at));
}

export function lastOf(totals: number[]): number {
	return totals[totals.length - 1] ?? 0;
}
