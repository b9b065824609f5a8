import { expect, test } from "vitest";
import { pendingOfStream, rowsOf } from "../chat/rows";
import { emptyContent } from "../core/content";
import type { OutboxEntry } from "../core/database";
import type { Item } from "../core/protocol";

function posted(seq: number, by: string, minute: number): Item {
	const at = new Date(2026, 10, 3, 18, minute).toISOString();
	const message = { id: `m${seq}`, text: "x", version: 1 };
	const author = { id: by, name: by };
	return { seq, kind: "message.posted", at, by: author, data: { message } };
}

function shape(items: Item[], readUpTo?: number): string[] {
	const hidden = new Set<string>();
	return rowsOf({ items, pending: [], self: "me", readUpTo, hidden }).map(
		(row) => {
			if (row.type === "message") return row.isFirst ? "first" : "more";
			return row.type;
		},
	);
}

test("one author within five minutes is one group", () => {
	const items = [posted(1, "a", 0), posted(2, "a", 4), posted(3, "a", 9)];

	expect(shape(items)).toEqual(["day", "first", "more", "first"]);
});

test("another author begins a group", () => {
	expect(shape([posted(1, "a", 0), posted(2, "b", 1)])).toEqual([
		"day",
		"first",
		"first",
	]);
});

test("who has become something else meanwhile begins a group", () => {
	const became = {
		...posted(2, "a", 1),
		by: { id: "a", name: "a", role: "leader" },
	};

	expect(shape([posted(1, "a", 0), became])).toEqual(["day", "first", "first"]);
});

test("the new line stands before the first unread of others", () => {
	const items = [posted(1, "a", 0), posted(2, "me", 1), posted(3, "a", 1)];

	expect(shape(items, 1)).toEqual(["day", "first", "first", "new", "first"]);
});

test("a new day is named", () => {
	const next = {
		...posted(2, "a", 0),
		at: new Date(2026, 10, 4).toISOString(),
	};

	expect(shape([posted(1, "a", 59), next])).toEqual([
		"day",
		"first",
		"day",
		"first",
	]);
});

test("what comes late never goes back to the day before", () => {
	const next = {
		...posted(2, "a", 0),
		at: new Date(2026, 10, 4).toISOString(),
	};

	const rows = shape([posted(1, "a", 59), next, posted(3, "b", 58)]);

	expect(rows).toEqual(["day", "first", "day", "first", "first"]);
});

test("what the stream shows already does not wait as well", () => {
	const entry: OutboxEntry = {
		client_id: "one",
		user: "me",
		type: "message.post",
		fields: {},
		stream: "room:1",
		created: 0,
		state: "waiting",
	};
	const room = emptyContent("room:1");
	const event = { ...posted(1, "me", 0), client_id: "one" };

	expect(pendingOfStream([entry], room)).toEqual([entry]);
	expect(pendingOfStream([entry], { ...room, items: [event] })).toEqual([]);
});
