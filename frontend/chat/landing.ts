import type { StreamSummary } from "../core/protocol";

/**
 * The room that opens first: the one of last time, one's team's, then one that one looks after
 * and where something was said, then any such.
 */
export function landingOf(
	last: string | null,
	rooms: StreamSummary[],
): StreamSummary | undefined {
	const spoken = rooms.filter((room) => room.head > 0);
	return (
		rooms.find((room) => room.stream === last) ??
		rooms.find((room) => room.unit?.kind === "team") ??
		spoken.find((room) => room.may.includes("moderate")) ??
		spoken[0] ??
		rooms[0]
	);
}
