import { expect, test } from "vitest";
import type { EventFrame } from "../core/protocol";
import { changeOf, isToAskFor } from "../people/people-changes";

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

test("another role of one's own is asked for on every screen, that of others is not", () => {
	const data = {
		user: { id: "1", name: "Bob", locale: "en" },
		unit: { id: "5", name: "Riverside", kind: "team" },
		role: "volunteer",
	};
	const told = event("member.role_changed", data);
	const inFeed = { ...told, stream: "feed:5" };

	expect(isToAskFor(told, () => false, "1")).toBe(true);
	expect(isToAskFor(inFeed, () => true, "1")).toBe(false);
});

test("a change of others is asked for where it concerns", () => {
	const changed = event("people.changed", { unit: "5", user: "27" });

	expect(isToAskFor(changed, ({ unit }) => unit === "5", "1")).toBe(true);
	expect(isToAskFor(changed, ({ unit }) => unit === "6", "1")).toBe(false);
});
