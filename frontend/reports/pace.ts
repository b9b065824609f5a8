/** Where a unit stands on the way to its goal of the day. */
export interface Goal {
	kind: string;
	quantity: number;
	target: number;
	starts_at: string;
	ends_at: string;
}

export type Standing = "reached" | "early" | "ahead" | "on_pace" | "behind";

export interface Pace {
	standing: Standing;
	/** How many things ahead or behind. */
	by: number;
	/** What an even pace would have reached by now. */
	expected: number;
	leftMs: number;
}

export function paceOf(goal: Goal, now: number): Pace {
	const expected = expectedAt(goal, now);
	const by = goal.quantity - expected;
	const leftMs = Math.max(0, Date.parse(goal.ends_at) - now);
	return {
		standing: standingOf(goal, expected),
		by: Math.abs(by),
		expected,
		leftMs,
	};
}

export function expectedAt(
	goal: Pick<Goal, "target" | "starts_at" | "ends_at">,
	at: number,
): number {
	const start = Date.parse(goal.starts_at);
	const part = (at - start) / (Date.parse(goal.ends_at) - start);
	return Math.round(goal.target * Math.min(1, Math.max(0, part)));
}

/** Before anything is expected, to be ahead of it says nothing. */
function standingOf(goal: Goal, expected: number): Standing {
	if (goal.quantity >= goal.target) return "reached";
	if (expected === 0) return "early";
	if (goal.quantity > expected) return "ahead";
	return goal.quantity === expected ? "on_pace" : "behind";
}
