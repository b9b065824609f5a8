import type { Signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";

/**
 * Reads along while the room's end is on a visible page, and remembers where the person had been when
 * they came (or came back to the page): there stands 'New since you left'.
 */
export function useReading(
	stream: string,
	isAtEnd: Signal<boolean>,
): number | undefined {
	const [readUpTo, setReadUpTo] = useState(
		() => client.store.summary(stream)?.read,
	);
	const isKnown = client.store.summary(stream) !== undefined;
	useEffect(() => {
		setReadUpTo((now) => now ?? client.store.summary(stream)?.read);
	}, [isKnown]);
	useEffect(() => {
		const leave = () => {
			if (document.hidden) setReadUpTo(client.store.summary(stream)?.read);
		};
		document.addEventListener("visibilitychange", leave);
		return () => document.removeEventListener("visibilitychange", leave);
	}, [stream]);
	const content = client.store.content(stream).value;
	const isReading = isAtEnd.value && content.loaded && !content.hasAfter;
	useEffect(() => readAlong(stream, isReading), [stream, isReading, content]);
	return readUpTo;
}

function readAlong(stream: string, isReading: boolean): () => void {
	const read = () => {
		const isSeen = isReading && !document.hidden;
		if (isSeen) client.store.watched.add(stream);
		else client.store.watched.delete(stream);
		const items = client.store.content(stream).peek().items;
		const last = items[items.length - 1];
		if (isSeen && last) client.read(stream, last.seq);
	};
	read();
	document.addEventListener("visibilitychange", read);
	return () => {
		client.store.watched.delete(stream);
		document.removeEventListener("visibilitychange", read);
	};
}
