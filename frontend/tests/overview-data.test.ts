import { beforeEach, expect, test } from "vitest";
import { setTexts } from "../core/i18n";
import core from "../locales/en/core.json";
import overview from "../locales/en/overview.json";
import reports from "../locales/en/reports.json";
import {
	deskLink,
	factsOf,
	feedLink,
	type Place,
	wayInto,
} from "../overview/overview-data";

const NOW = Date.parse("2026-11-01T18:00:00Z");

beforeEach(() => setTexts("en", { overview, reports, core }));

function place(fields: Partial<Place>): Place {
	return {
		id: "7",
		name: "Akron",
		kind: "office",
		room: null,
		attends_desk: false,
		teams: { all: 3, active: 3 },
		newcomers: { waiting: 0, late: 0 },
		desk: { open: 0, waiting: 0, oldest: null },
		goals: [],
		...fields,
	};
}

test("where all is well nothing asks for attention", () => {
	expect(factsOf(place({}), NOW)).toEqual([]);
});

test("silent teams, newcomers and questions each lead to their page", () => {
	const facts = factsOf(
		place({
			attends_desk: true,
			teams: { all: 3, active: 1 },
			newcomers: { waiting: 2, late: 1 },
			desk: { open: 3, waiting: 2, oldest: "2026-11-01T17:56:00Z" },
		}),
		NOW,
	);

	expect(facts.map(({ text, tone, href }) => [text, tone, href])).toEqual([
		["2 silent", "warn", "/overview/7/silent"],
		["2 newcomers · 1 over 72 h", "urgent", "/people/newcomers/7"],
		["2 questions waiting · oldest 4 min", "warn", "/desk/7"],
	]);
});

test("a team is active or says when it was heard last", () => {
	const team = { kind: "team", last_active: "2026-10-31T17:00:00Z" } as const;
	const active = place({ ...team, teams: { all: 1, active: 1 } });
	const silent = place({ ...team, teams: { all: 1, active: 0 } });

	expect(factsOf(active, NOW)[0]?.text).toBe("Active today");
	expect(factsOf(silent, NOW)[0]?.text).toBe("Silent: last heard yesterday");
	expect(factsOf({ ...silent, last_active: null }, NOW)[0]?.text).toBe(
		"Silent: not heard yet",
	);
});

test("only what a person may open is a link", () => {
	const office = place({});
	const team = place({ kind: "team" });

	expect(deskLink(office)).toBeUndefined();
	expect(feedLink(office)).toBe("/feed/7");
	expect(feedLink(team)).toBeUndefined();
	expect(feedLink({ ...team, room: "9" })).toBe("/feed/7");
	expect([wayInto(office), wayInto(team)]).toEqual([
		"/overview/7",
		"/people/places/7",
	]);
});
