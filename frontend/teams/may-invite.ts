import type { StreamSummary } from "../core/protocol";

/** Leaders and above bring people into a team. */
export function mayInvite(room: StreamSummary): boolean {
	const mayLead = room.may.includes("invite") || room.may.includes("moderate");
	return room.unit?.kind === "team" && mayLead;
}
