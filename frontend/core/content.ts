import { foldOf } from "./folds";
import type { Item, Page } from "./protocol";

/** What is held of one stream: a window of items and the position up to which events are applied. */
export interface Content {
	stream: string;
	epoch: string;
	held: number;
	items: Item[];
	hasBefore: boolean;
	/** True while the window does not reach the stream's end (scrolled far up). */
	hasAfter: boolean;
	loaded: boolean;
}

export const MAX_ITEMS = 300;

export function emptyContent(stream: string): Content {
	return {
		stream,
		epoch: "",
		held: 0,
		items: [],
		hasBefore: false,
		hasAfter: false,
		loaded: false,
	};
}

/** The content after one event. Repeats (`seq` ≤ held) change nothing. */
export function apply(content: Content, event: Item): Content {
	if (event.seq <= content.held) return content;
	const fold = foldOf(event.kind);
	const moved = { ...content, held: event.seq };
	if (!fold) return moved;
	const items = fold(content.items, event, content.stream);
	// A window that does not reach the end must not grow at its end: there is a hole before it.
	if (content.hasAfter && items.length > content.items.length) return moved;
	return trimStart({ ...moved, items });
}

export function replaceWithPage(content: Content, page: Page): Content {
	return {
		...content,
		epoch: page.epoch,
		held: page.head,
		items: page.items,
		hasBefore: page.has_before,
		hasAfter: page.has_after,
		loaded: true,
	};
}

export function extendBefore(content: Content, page: Page): Content {
	const items = [...page.items, ...content.items];
	const kept = items.slice(0, MAX_ITEMS);
	return {
		...content,
		items: kept,
		hasBefore: page.has_before,
		hasAfter: content.hasAfter || kept.length < items.length,
	};
}

export function extendAfter(content: Content, page: Page): Content {
	const last = content.items[content.items.length - 1]?.seq ?? 0;
	const fresh = page.items.filter((item) => item.seq > last);
	return trimStart({
		...content,
		items: [...content.items, ...fresh],
		hasAfter: page.has_after,
	});
}

function trimStart(content: Content): Content {
	const extra = content.items.length - MAX_ITEMS;
	if (extra <= 0) return content;
	return { ...content, items: content.items.slice(extra), hasBefore: true };
}
