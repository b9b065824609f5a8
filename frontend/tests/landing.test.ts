import { expect, test } from "vitest";
import { landingOf } from "../chat/landing";
import type { StreamSummary } from "../core/protocol";

function room(id: number, kind: string, head: number, may: string[] = []) {
	const unit = { id: String(id), name: kind, kind };
	return {
		stream: `room:${id}`,
		title: kind,
		unit,
		head,
		may,
	} as StreamSummary;
}

const campaign = room(1, "campaign", 0, ["moderate"]);
const centre = room(2, "centre", 38);
const office = room(4, "office", 44, ["moderate"]);
const team = room(5, "team", 0);

test.each([
	["the room of last time", "room:2", [campaign, centre, team], centre],
	["one's team, empty or not", null, [campaign, centre, office, team], team],
	[
		"what one looks after and is in use",
		null,
		[campaign, centre, office],
		office,
	],
	["where something was said", null, [campaign, centre], centre],
	["any", "room:9", [campaign], campaign],
	["none", null, [], undefined],
])("the first room is %s", (_what, last, rooms, expected) => {
	expect(landingOf(last, rooms)).toBe(expected);
});
