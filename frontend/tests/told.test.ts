import { beforeAll, expect, test } from "vitest";
import { setTexts } from "../core/i18n";
import ar from "../locales/ar";
import en from "../locales/en";
import es from "../locales/es";
import { toldOf } from "../trust/told";

beforeAll(() => setTexts("en", en));

function line(act: string, detail: Record<string, unknown>): string {
	return toldOf({ act, detail })
		.map((piece) => piece.text)
		.join(", ");
}

test.each([
	[
		"role_changed",
		{ before: "volunteer", after: "desk_lead" },
		"was volunteer, is now desk lead",
	],
	["member_muted", { minutes: 60 }, "for 1 hour"],
	["member_muted", { minutes: 90 }, "for 90 minutes"],
	["member_muted", { minutes: 10_080 }, "for 7 days"],
	["message_removed", { message: 3 }, "message number 3"],
	["unit_opened", { kind: "office" }, "kind: field office"],
	[
		"invited",
		{ role: "volunteer", kind: "spoken" },
		"role: volunteer, Spoken code",
	],
	["contacts_revealed", { reason: "shift" }, "reason: A shift or a task"],
	[
		"unit_changed",
		{ join_mode: "approval", capacity: null },
		"who comes in: After approval",
	],
	[
		"unit_changed",
		{ fields: "capacity name" },
		"changed: room for how many · name",
	],
	["exported", { what: "own data" }, "one’s own data"],
	[
		"unit_opened",
		{ again: true, places: 2 },
		"brought back from the archive, 2 places, counting those below",
	],
	["backed_up", { bytes: 8_240_000, encrypted: false }, "8.2 MB"],
	["backed_up", { made_by_a_later_version: "x_y" }, ""],
	["act_of_a_later_version", { minutes: 60 }, ""],
])("%s %j reads %s", (act, detail, said) => {
	expect(line(act, detail)).toBe(said);
});

test("a removed message leads to its place in the room, for who may enter it", () => {
	const [piece] = toldOf({
		act: "message_removed",
		detail: { message: 3 },
		message: { room: "7", seq: 12 },
	});

	expect(piece).toEqual({
		text: "where the message was",
		href: "/rooms/7?at=12",
	});
});

test("a place that moved says between which, by their names", () => {
	const moved = toldOf({
		act: "unit_moved",
		detail: { from: 3, to: 4 },
		between: { from: { id: "3", name: "Akron" }, to: { id: "4", name: null } },
	});

	expect(moved.map((piece) => piece.text)).toEqual([
		"from Akron",
		"to Number 4",
	]);
});

test.each([
	["ar", ar, "لمدة ساعة"],
	["es", es, "durante 1 hora"],
] as const)("a length of time is said in %s", (language, texts, said) => {
	setTexts(language, texts);
	expect(line("member_muted", { minutes: 60 })).toBe(said);
	setTexts("en", en);
});
