import { beforeEach, expect, test } from "vitest";
import { dayBefore } from "../core/campaign-day";
import type { Item } from "../core/protocol";
import { type Goal, paceOf } from "../reports/pace";
import {
	correct,
	type Report,
	reportedOf,
	summarise,
	summaryOf,
} from "../reports/report-data";
import { points } from "../reports/sparkline";
import { firstName } from "../reports/words";

let seq = 0;

beforeEach(() => {
	seq = 0;
});

function event(kind: string, data: Record<string, unknown>): Item {
	seq += 1;
	return { seq, kind, at: "2026-11-03T18:00:00Z", by: null, data };
}

const doors = { team: "1", kind: "doors", action_date: "2026-11-03" };

function filed(
	id: string,
	quantity: number,
	total: number,
	fields: Partial<Report> = {},
): Item {
	const report = { id, ...doors, quantity, version: 1, ...fields };
	return event("report.filed", { report, total });
}

function changed(id: string, fields: Record<string, unknown>): Item {
	const report = { id, ...doors, version: 2, ...fields };
	return event("report.corrected", { report, total: 1 });
}

function summary(quantity: number, from: string): Item {
	return event("feed.summarised", { kind: "doors", quantity, from, teams: 1 });
}

test("a correction moves the totals of its card and of those since", () => {
	const items = [
		filed("1", 5, 48),
		filed("2", 52, 100),
		filed("3", 10, 110),
		filed("4", 1, 1, { kind: "calls" }),
		filed("5", 1, 1, { action_date: "2026-11-02" }),
		filed("10", 4, 114),
	];

	const next = correct(items, changed("2", { quantity: 25 }), "room:1");

	expect(next.map((item) => reportedOf(item).report.quantity)).toEqual([
		5, 25, 10, 1, 1, 4,
	]);
	expect(next.map((item) => reportedOf(item).total)).toEqual([
		48, 73, 83, 1, 1, 87,
	]);
});

test("a report above what is held moves the totals too", () => {
	const correction = { by: { id: "9", name: "Nour" }, was: 52 };
	const event = changed("2", { quantity: 52, voided: true, correction });

	const [card] = correct([filed("3", 10, 110)], event, "room:1");

	expect(card && reportedOf(card).total).toBe(58);
});

test("a report taken back counts for nothing", () => {
	const items = [filed("1", 52, 100)];

	const [card] = correct(
		items,
		changed("1", { quantity: 52, voided: true }),
		"room:1",
	);

	expect(card && reportedOf(card).total).toBe(48);
});

test("a correction that is older than what is held changes nothing", () => {
	const items = correct(
		[filed("1", 52, 52)],
		changed("1", { quantity: 5 }),
		"room:1",
	);

	expect(correct(items, changed("1", { quantity: 9 }), "room:1")).toBe(items);
});

test("an hour has one card, which grows in its place", () => {
	let items: Item[] = [];
	for (const [quantity, from] of [
		[5, "17:00"],
		[9, "18:00"],
		[12, "17:00"],
	] as const)
		items = summarise(items, summary(quantity, from), "feed:1");

	expect(items.map((item) => summaryOf(item).quantity)).toEqual([12, 9]);
	expect(items.map((item) => item.seq)).toEqual([1, 2]);
});

const goal: Goal = {
	kind: "doors",
	quantity: 340,
	target: 500,
	starts_at: "2026-11-03T09:00:00Z",
	ends_at: "2026-11-03T21:00:00Z",
};

test.each([
	["2026-11-03T18:00:00Z", 340, "behind", 35],
	["2026-11-03T15:00:00Z", 340, "ahead", 90],
	["2026-11-03T15:00:00Z", 250, "on_pace", 0],
	["2026-11-03T23:00:00Z", 500, "reached", 0],
	["2026-11-03T06:00:00Z", 0, "early", 0],
	["2026-11-03T09:00:00Z", 372, "early", 372],
])("at %s with %d done one is %s", (at, quantity, standing, by) => {
	const pace = paceOf({ ...goal, quantity }, Date.parse(at));

	expect([pace.standing, pace.by]).toEqual([standing, by]);
});

test("the day is the campaign's, not the phone's", () => {
	const late = Date.parse("2026-11-04T03:30:00Z");

	expect(dayBefore(late, 0, "America/New_York")).toBe("2026-11-03");
	expect(dayBefore(late, 1, "America/New_York")).toBe("2026-11-02");
	expect(dayBefore(late, 0, "UTC")).toBe("2026-11-04");
});

test("a sparkline starts at zero and ends at the top", () => {
	expect(points([0, 5, 10], 10)).toBe("0,23 66,12 132,1");
});

test("a card needs the first name only", () => {
	expect(firstName("Sam Carter")).toBe("Sam");
	expect(firstName(" نور حداد ")).toBe("نور");
});
