/** Of which rooms one wants to be told. It counts on all of one's devices. */
import { api } from "../core/api";
import { client } from "../core/client";
import type { StreamSummary } from "../core/protocol";
import { sentenceFor } from "../ui/failure";
import { toast } from "../ui/toast";
import { roomOf } from "./room-state";

export type Level = "all" | "nothing";

const OFFERED_AT_MOST = 20;

/** Shown at once, and taken back with a word if the server does not take it. */
export async function setLevel(stream: string, level: Level): Promise<boolean> {
	const before = client.store.summary(stream)?.level;
	client.store.patchStream(stream, { level });
	try {
		await api.put(`/api/v1/rooms/${roomOf(stream)}/level`, { level });
		return true;
	} catch (error) {
		client.store.patchStream(stream, { level: before });
		toast(sentenceFor(error), { kind: "urgent" });
		return false;
	}
}

/** Whose switches stand in Me: of very many, all that are off and the first of the others. */
export function offered(rooms: StreamSummary[]): StreamSummary[] {
	const off = rooms.filter((room) => room.level === "nothing");
	const others = rooms.filter((room) => room.level !== "nothing");
	const left = Math.max(0, OFFERED_AT_MOST - off.length);
	const shown = new Set([...off, ...others.slice(0, left)]);
	return rooms.filter((room) => shown.has(room));
}
