import type { Signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";

/** After a lost connection what was missed arrives at once; later things are simply new. */
const CAUGHT_UP_AFTER_MS = 3_000;

/**
 * Reads along while the room's end is on a visible page. Returns the position after which stands 'New
 * since you left': where the person was when they came, hid the page or lost the network. Undefined
 * while they are there: what arrives before their eyes needs no line.
 */
export function useReading(
	stream: string,
	isAtEnd: Signal<boolean>,
): number | undefined {
	const [left, setLeft] = useState<number | undefined>(() => readOf(stream));
	const content = client.store.content(stream).value;
	const isLive = client.isLive.value;
	const leave = () => setLeft((now) => now ?? readOf(stream));
	const settle = () =>
		setLeft((now) =>
			now === undefined || hasNews(stream, now) ? now : undefined,
		);

	useEffect(() => {
		if (!content.loaded) return;
		leave();
		if (!isLive) return;
		const timer = setTimeout(settle, CAUGHT_UP_AFTER_MS);
		return () => clearTimeout(timer);
	}, [content.loaded, isLive]);
	useEffect(() => {
		const look = () => (document.hidden ? leave() : settle());
		document.addEventListener("visibilitychange", look);
		return () => document.removeEventListener("visibilitychange", look);
	}, [stream]);

	const isReading = isAtEnd.value && content.loaded && !content.hasAfter;
	useEffect(() => readAlong(stream, isReading), [stream, isReading, content]);
	return left;
}

/** Who has never read here has left nothing: they begin at the latest, without a line. */
function readOf(stream: string): number | undefined {
	return client.store.summary(stream)?.read || undefined;
}

function hasNews(stream: string, since: number): boolean {
	const self = client.store.user.peek()?.id;
	return client.store
		.content(stream)
		.peek()
		.items.some((item) => item.seq > since && item.by?.id !== self);
}

function readAlong(stream: string, isReading: boolean): () => void {
	const read = () => {
		const isSeen = isReading && !document.hidden;
		client.store.setWatched(stream, isSeen);
		const items = client.store.content(stream).peek().items;
		const last = items[items.length - 1];
		if (isSeen && last) client.read(stream, last.seq);
	};
	read();
	document.addEventListener("visibilitychange", read);
	return () => {
		client.store.setWatched(stream, false);
		document.removeEventListener("visibilitychange", read);
	};
}
