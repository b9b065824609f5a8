import { expect, test } from "vitest";
import type { EventFrame } from "../core/protocol";
import { changeOf } from "../people/people-changes";

function event(kind: string, data: Record<string, unknown>): EventFrame {
	const at = "2026-11-03T18:00:00Z";
	const stream = "user:1";
	return { type: "event", stream, seq: 1, kind, at, by: null, data };
}

test("who was suspended or let back in is named by ids", () => {
	const changed = event("people.changed", { unit: "5", user: "27" });

	expect(changeOf(changed)).toEqual({ unit: "5", user: "27" });
});

test("a newcomer changes the list of the place they came to", () => {
	const joined = event("newcomer.joined", {
		user: { id: "27", name: "Dora", locale: "en" },
		unit: { id: "5", name: "Riverside", kind: "team" },
		role: "volunteer",
	});

	expect(changeOf(joined)).toEqual({ unit: "5", user: "27" });
});

test("what happens in rooms changes no list of people", () => {
	expect(changeOf(event("message.posted", {}))).toBeNull();
});
