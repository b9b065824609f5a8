/** Rooms one may enter from above without being one of their people. */
import { computed, effect, type Signal, signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import {
	type EventFrame,
	RequestError,
	type StreamSummary,
	type Unit,
} from "../core/protocol";
import { useRefreshed } from "../ui/use-refreshed";
import { roomOf } from "./room-state";

interface RoomShape {
	stream: string;
	title: string;
	unit: Unit;
	own: boolean;
	may: string[];
}

/** What was answered about one room; undefined: nothing yet, null: it stays shut. */
interface Lookup {
	room: Signal<StreamSummary | null | undefined>;
	/** How many show it: a room and what stands beside it ask once between them. */
	count: number;
	stop: () => void;
}

const RENAMED = "stream.renamed";
const lookups = new Map<string, Lookup>();

/** The room of a stream: one's own, or looked up; null when it stays shut. */
export function useRoom(stream: string): StreamSummary | null | undefined {
	const [lookup, setLookup] = useState<Lookup>();
	useEffect(() => {
		setLookup(hold(stream));
		return () => release(stream);
	}, [stream]);
	return client.store.summary(stream) ?? lookup?.room.value;
}

/** Every room that can be entered beside one's own, along the tree. */
export function useOtherRooms(): StreamSummary[] {
	const { answer, ask } = useRefreshed(
		() => api.get<{ items: RoomShape[] }>("/api/v1/rooms?limit=100"),
		client.store.titles.value,
	);
	useEffect(
		() =>
			client.onEvent(({ kind, stream }) => {
				if (kind === RENAMED && stream.startsWith("room:")) ask();
			}),
		[],
	);
	const rooms = answer?.items.filter((room) => !room.own) ?? [];
	return rooms.map(summaryOf);
}

function hold(stream: string): Lookup {
	const lookup = lookups.get(stream) ?? begin(stream);
	lookup.count += 1;
	return lookup;
}

function release(stream: string): void {
	const lookup = lookups.get(stream);
	if (!lookup) return;
	lookup.count -= 1;
	if (lookup.count > 0) return;
	lookup.stop();
	lookups.delete(stream);
}

/** Asks when one is connected and it is not one's own, and again when it was taken away. */
function begin(stream: string): Lookup {
	const room: Lookup["room"] = signal(undefined);
	let isAsking = false;
	const ask = async () => {
		if (isAsking) return;
		isAsking = true;
		room.value = await lookUp(stream, room.peek());
		isAsking = false;
	};
	const mustAsk = computed(
		() => client.isLive.value && !client.store.summary(stream),
	);
	const stops = [
		effect(() => {
			if (mustAsk.value) void ask();
		}),
		client.store.dropped.subscribe((dropped) => {
			// What was refused when it was asked for is dropped by that very answer.
			if (dropped?.stream !== stream || !room.peek()) return;
			room.value = undefined;
			void ask();
		}),
		client.onEvent((event) => {
			const now = room.peek();
			if (event.stream === stream && now) room.value = renamed(now, event);
		}),
	];
	const stop = () => {
		for (const one of stops) one();
	};
	const lookup = { room, count: 0, stop };
	lookups.set(stream, lookup);
	return lookup;
}

/** Without network what was known stays. */
async function lookUp(
	stream: string,
	known: StreamSummary | null | undefined,
): Promise<StreamSummary | null | undefined> {
	try {
		return summaryOf(await api.get(`/api/v1/rooms/${roomOf(stream)}`));
	} catch (error) {
		return error instanceof RequestError ? null : known;
	}
}

function renamed(room: StreamSummary, event: EventFrame): StreamSummary {
	if (event.kind !== RENAMED) return room;
	return { ...room, title: (event.data as { title: string }).title };
}

function summaryOf({ stream, title, unit, may }: RoomShape): StreamSummary {
	return { stream, title, unit, may, epoch: "", head: 0 };
}
