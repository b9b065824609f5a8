/** From items and waiting entries to the lines of a room: grouped by day and author. Pure. */
import type { Content } from "../core/content";
import type { OutboxEntry } from "../core/database";
import type { Item } from "../core/protocol";
import { messageOf } from "./message-data";

export const GROUP_WITHIN_MS = 5 * 60_000;

export type Row =
	| { type: "day"; key: string; at: string }
	| { type: "new"; key: string }
	| { type: "message"; key: string; item: Item; isFirst: boolean }
	| { type: "card"; key: string; item: Item }
	| { type: "system"; key: string; item: Item }
	| { type: "pending"; key: string; entry: OutboxEntry; isFirst: boolean };

interface Given {
	items: Item[];
	pending: OutboxEntry[];
	self: string;
	/** Items of others after this position are new; undefined: draw no line. */
	readUpTo?: number;
	hidden: ReadonlySet<string>;
}

export function rowsOf(given: Given): Row[] {
	const rows: Row[] = [];
	let previous: Item | undefined;
	let shownDay = Number.NEGATIVE_INFINITY;
	let isNewShown = false;
	for (const item of given.items) {
		if (given.hidden.has(messageOf(item)?.id ?? "")) continue;
		// Never back to a day before: what comes late stands where it came.
		const day = midnightBefore(item.at);
		if (day > shownDay) {
			shownDay = day;
			rows.push({ type: "day", key: `day-${day}`, at: item.at });
			previous = undefined;
		}
		if (!isNewShown && isNew(item, given)) {
			isNewShown = true;
			rows.push({ type: "new", key: "new" });
			previous = undefined;
		}
		rows.push(rowOf(item, previous));
		previous = item;
	}
	return [...rows, ...pendingRows(given.pending, previous, given.self)];
}

function isNew(item: Item, given: Given): boolean {
	return (
		given.readUpTo !== undefined &&
		item.seq > given.readUpTo &&
		item.by !== null &&
		item.by.id !== given.self &&
		!isSystem(item)
	);
}

function isSystem(item: Item): boolean {
	return item.kind.startsWith("member.");
}

function rowOf(item: Item, previous?: Item): Row {
	const key = `item-${item.seq}`;
	if (messageOf(item))
		return {
			type: "message",
			key,
			item,
			isFirst: !isSameGroup(item, previous),
		};
	if (isSystem(item)) return { type: "system", key, item };
	return { type: "card", key, item };
}

function isSameGroup(item: Item, previous?: Item): boolean {
	return (
		previous !== undefined &&
		messageOf(previous) !== undefined &&
		previous.by?.id === item.by?.id &&
		// Who has become something else meanwhile is shown as that.
		roleOf(previous) === roleOf(item) &&
		Date.parse(item.at) - Date.parse(previous.at) < GROUP_WITHIN_MS
	);
}

function roleOf({ by }: Item): string | undefined {
	return by && "role" in by ? by.role : undefined;
}

function pendingRows(
	pending: OutboxEntry[],
	previous: Item | undefined,
	self: string,
): Row[] {
	return pending.map((entry, index) => {
		const isAfterOwn =
			previous !== undefined &&
			messageOf(previous) !== undefined &&
			previous.by?.id === self &&
			entry.created - Date.parse(previous.at) < GROUP_WITHIN_MS;
		return {
			type: "pending",
			key: `pending-${entry.client_id}`,
			entry,
			isFirst: index === 0 && !isAfterOwn,
		};
	});
}

/** Entries that the stream does not show yet: waiting, failed, or sent but not yet heard of. */
export function pendingOfStream(
	entries: OutboxEntry[],
	content: Content,
): OutboxEntry[] {
	// The event of a write may come before its `ok`.
	const shown = new Set(content.items.map((item) => item.client_id));
	return entries.filter((entry) => {
		if (entry.stream !== content.stream || isChange(entry)) return false;
		if (entry.state !== "sent") return !shown.has(entry.client_id);
		return Number(entry.reply?.seq ?? 0) > content.held;
	});
}

/** Edits and deletions show on the message itself. */
function isChange(entry: OutboxEntry): boolean {
	return entry.type === "message.edit" || entry.type === "message.delete";
}

function midnightBefore(at: string): number {
	return new Date(at).setHours(0, 0, 0, 0);
}
