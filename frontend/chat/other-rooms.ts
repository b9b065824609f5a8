/** Rooms one may enter from above without being one of their people. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { RequestError, type StreamSummary, type Unit } from "../core/protocol";
import { roomOf } from "./room-state";

interface RoomShape {
	stream: string;
	title: string;
	unit: Unit;
	own: boolean;
	may: string[];
}

/** The room of a stream: one's own, or looked up; null when it stays shut. */
export function useRoom(stream: string): StreamSummary | null | undefined {
	const own = client.store.summary(stream);
	const isKnown = own !== undefined;
	const isLive = client.isLive.value;
	const [other, setOther] = useState<StreamSummary | null>();
	const [drops, setDrops] = useState(0);
	useEffect(() => {
		const stopDrops = client.store.dropped.subscribe((dropped) => {
			if (dropped?.stream === stream) setDrops((count) => count + 1);
		});
		const stopEvents = client.onEvent((event) => {
			if (event.stream !== stream || event.kind !== "stream.renamed") return;
			const { title } = event.data as { title: string };
			setOther((now) => now && { ...now, title });
		});
		return () => {
			stopDrops();
			stopEvents();
		};
	}, [stream]);
	useEffect(() => {
		if (isKnown || !isLive) return;
		api
			.get<RoomShape>(`/api/v1/rooms/${roomOf(stream)}`)
			.then((room) => setOther(summaryOf(room)))
			.catch((error) => {
				if (error instanceof RequestError) setOther(null);
			});
	}, [stream, isKnown, isLive, drops]);
	return own ?? other;
}

/** Every room that can be entered beside one's own, along the tree. */
export function useOtherRooms(): StreamSummary[] {
	const [rooms, setRooms] = useState<StreamSummary[]>([]);
	useEffect(() => {
		api
			.get<{ items: RoomShape[] }>("/api/v1/rooms?limit=100")
			.then(({ items }) =>
				setRooms(items.filter((room) => !room.own).map(summaryOf)),
			)
			.catch(() => {});
	}, []);
	return rooms;
}

function summaryOf({ stream, title, unit, may }: RoomShape): StreamSummary {
	return { stream, title, unit, may, epoch: "", head: 0 };
}
