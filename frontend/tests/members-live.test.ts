import { expect, test } from "vitest";
import { afterEvent, type Member } from "../chat/use-members";
import { PresenceBoard } from "../core/presence";
import type { EventFrame, PresenceFrame } from "../core/protocol";

const ALICE = { id: "1", name: "Alice" };
const BOB = { id: "2", name: "Bob" };
const MEMBERS: Member[] = [{ id: "11", user: ALICE, role: "volunteer" }];

function told(kind: string, data: unknown): EventFrame {
	return { type: "event", stream: "feed:3", seq: 1, kind, data } as EventFrame;
}

test("a new role shows in the open list of a room", () => {
	const event = told("member.role_changed", { user: ALICE, role: "leader" });

	expect(afterEvent(MEMBERS, event)).toEqual([
		{ id: "11", user: ALICE, role: "leader" },
	]);
});

test("who comes is in the list with their role, and who leaves is not", () => {
	const joined = told("member.joined", { user: BOB, role: "coordinator" });
	const left = told("member.left", { user: ALICE, role: "volunteer" });

	expect(afterEvent(MEMBERS, joined)).toEqual([
		...MEMBERS,
		{ user: BOB, role: "coordinator" },
	]);
	expect(afterEvent(MEMBERS, left)).toEqual([]);
	expect(afterEvent(MEMBERS, told("report.filed", {}))).toBe(MEMBERS);
});

test("a new name is what somebody is called from then on, also once they have gone", () => {
	const board = new PresenceBoard();
	const frame = (fields: Partial<PresenceFrame>) =>
		board.apply({
			type: "presence",
			unit: "3",
			online: 1,
			...fields,
		} as PresenceFrame);
	frame({ full: [{ user: ALICE, state: "online" }] });
	expect(board.nameOf({ id: "1", name: "Alice of old" })).toBe("Alice of old");

	frame({ changed: [{ user: { id: "1", name: "Alicia" }, state: "online" }] });
	frame({ left: ["1"] as never });

	expect(board.nameOf(ALICE)).toBe("Alicia");
	expect(board.nameOf(BOB)).toBe("Bob");
});
