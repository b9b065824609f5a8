import { expect, test } from "vitest";
import { registerMessageFolds } from "../chat/message-data";
import {
	apply,
	type Content,
	emptyContent,
	extendBefore,
	MAX_ITEMS,
} from "../core/content";
import type { Item } from "../core/protocol";

registerMessageFolds();

function posted(seq: number, text = `m${seq}`): Item {
	return {
		seq,
		kind: "message.posted",
		at: "2026-11-03T18:00:00Z",
		by: { id: "1", name: "Alice" },
		data: { message: { id: String(seq), text, version: 1 } },
	};
}

function changed(
	seq: number,
	id: string,
	version: number,
	text?: string,
): Item {
	const kind = text === undefined ? "message.deleted" : "message.edited";
	const message =
		text === undefined ? { id, version, deleted: true } : { id, version, text };
	return { ...posted(seq), kind, data: { message } };
}

function room(...items: Item[]): Content {
	return items.reduce(apply, { ...emptyContent("room:1"), epoch: "e" });
}

function texts(content: Content): unknown[] {
	return content.items.map(
		(item) => (item.data.message as { text?: string }).text,
	);
}

test("an event seen before changes nothing", () => {
	const once = room(posted(1));

	expect(apply(once, posted(1))).toBe(once);
});

test("an edit replaces the text and keeps the place", () => {
	const content = room(posted(1), posted(2), changed(3, "1", 2, "better"));

	expect(texts(content)).toEqual(["better", "m2"]);
	expect(content.held).toBe(3);
});

test("an older version than the one held is ignored", () => {
	const content = room(posted(1), changed(2, "1", 3, "third"));

	expect(texts(apply(content, changed(3, "1", 2, "second")))).toEqual([
		"third",
	]);
});

test("a deleted message keeps no text", () => {
	expect(texts(room(posted(1), changed(2, "1", 2)))).toEqual([undefined]);
});

test("an unknown kind moves the position only", () => {
	const content = room(posted(1), { ...posted(2), kind: "tomorrow.invented" });

	expect(content.items).toHaveLength(1);
	expect(content.held).toBe(2);
});

test("the window is bounded and trims at the far end", () => {
	const many = Array.from({ length: MAX_ITEMS + 5 }, (_, index) =>
		posted(index + 1),
	);

	const content = room(...many);

	expect(content.items).toHaveLength(MAX_ITEMS);
	expect(content.items[0]?.seq).toBe(6);
	expect(content.hasBefore).toBe(true);
});

test("a window that left the end takes no new items", () => {
	const many = Array.from({ length: MAX_ITEMS }, (_, index) =>
		posted(index + 100),
	);
	const page = {
		items: [posted(98), posted(99)],
		has_before: true,
		has_after: true,
		epoch: "e",
		head: 500,
	};
	const scrolled = extendBefore(room(...many), page);

	const next = apply(scrolled, posted(400));

	expect(scrolled.hasAfter).toBe(true);
	expect(next.items).toBe(scrolled.items);
	expect(next.held).toBe(400);
});

test("what was deleted while one was away leaves its place, as for all others", () => {
	const card = { ...posted(1), kind: "member.joined", data: { user: {} } };
	const emptied = { ...posted(2), data: {} };

	const { items } = room(card, emptied, posted(3), changed(4, "2", 2));

	expect(items.map((item) => item.seq)).toEqual([1, 2, 3]);
	expect(items[1]?.data.message).toMatchObject({ deleted: true });
});
