/** What happens to the reports, milestones and sums that a room or a feed holds. */
import { append, change, type Fold, registerFold } from "../core/folds";
import type { Item, Unit } from "../core/protocol";

export interface Report {
	id: string;
	team: string;
	kind: string;
	quantity: number;
	action_date: string;
	version: number;
	note?: string;
	voided?: boolean;
	on_behalf_of?: { id: string; name: string };
	/** The latest change: who made it, and what the report said before. */
	correction?: { by: { id: string; name: string }; was: number };
}

export interface Reported {
	report: Report;
	/** The team's figure of that kind and day, with this report. */
	total: number;
}

export interface Reached {
	unit: Unit;
	kind: string;
	quantity: number;
	target?: number;
	last_team?: Unit;
}

export interface Summary {
	unit: Unit;
	kind: string;
	day: string;
	quantity: number;
	teams: number;
	top: { team: string; quantity: number }[];
	/** The unit's figure of the whole day. */
	total: number;
	from: string;
	to: string;
}

export function registerReportFolds(): void {
	registerFold("report.filed", fileOnce, { lasting: true });
	registerFold("report.corrected", correct);
	registerFold("report.voided", correct);
	registerFold("milestone.reached", append, { lasting: true });
	registerFold("goal.reached", append, { lasting: true });
	registerFold("feed.summarised", summarise);
}

export function reportedOf(item: Item): Reported {
	return item.data as unknown as Reported;
}

export function reachedOf(item: Item): Reached {
	return item.data as unknown as Reached;
}

export function summaryOf(item: Item): Summary {
	return item.data as unknown as Summary;
}

function reportOf(item: Item): Report | undefined {
	return item.data.report as Report | undefined;
}

const fileOnce: Fold = (items, event, stream) => {
	const id = reportOf(event)?.id;
	const isKnown = items.some((item) => reportOf(item)?.id === id);
	return isKnown ? items : append(items, event, stream);
};

/** The report's own card changes, and the totals of all cards since then move with it. */
export const correct: Fold = (items, event) => {
	const next = reportedOf(event).report;
	const held = items.find((item) => reportOf(item)?.id === next.id);
	const before = held && reportedOf(held).report;
	if (before && before.version >= next.version) return items;
	const moved = counted(next) - (before ? counted(before) : earlier(next));
	return change(
		(item) => isSince(item, next),
		(item) => {
			const { report, total } = reportedOf(item);
			return {
				...item.data,
				report: report.id === next.id ? next : report,
				total: total + moved,
			};
		},
	)(items, event, "");
};

/** A report of the same team, kind and day that was filed with or after this one. */
function isSince(item: Item, { id, team, kind, action_date }: Report): boolean {
	const report = reportOf(item);
	return (
		report !== undefined &&
		Number(report.id) >= Number(id) &&
		report.team === team &&
		report.kind === kind &&
		report.action_date === action_date
	);
}

/** What a report that is not held counted for until now. */
function earlier(report: Report): number {
	return report.correction?.was ?? counted(report);
}

/** One card for each kind and hour; it grows in its place. */
export const summarise: Fold = (items, event, stream) => {
	const next = summaryOf(event);
	const grown = change(
		(item) =>
			item.kind === event.kind &&
			summaryOf(item).kind === next.kind &&
			summaryOf(item).from === next.from,
		() => event.data,
	)(items, event, stream);
	return grown === items ? append(items, event, stream) : grown;
};

function counted(report: Report): number {
	return report.voided ? 0 : report.quantity;
}
