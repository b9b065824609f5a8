/** The people of a room as a list of members: asked for once, then kept true by what is told. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import type { EventFrame, StreamSummary } from "../core/protocol";
import { RENAMED } from "../core/renamed";

export interface Member {
	/** Missing until the list is asked for again: of who has just come. */
	id?: string;
	user: { id: string; name: string };
	role: string;
}

interface Told {
	user: { id: string; name: string };
	role: string;
}

/** All in a room hear of it at once: they must not ask at once. */
const ASK_WITHIN_MS = 1_000;

export function useMembers(room: StreamSummary): Member[] | null {
	const unit = room.unit?.id;
	const [members, setMembers] = useState<Member[] | null>(null);
	const decides = room.may.includes("moderate");
	// A place's feed tells who comes, goes and becomes what; who visits from above has none.
	const feed = `feed:${unit}`;
	const hasFeed = client.store.summary(feed) !== undefined;
	useEffect(() => (hasFeed ? client.follow(feed) : undefined), [feed, hasFeed]);
	useEffect(() => {
		if (!unit) return;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const ask = () => {
			timer = undefined;
			api
				.get<{ items: Member[] }>(`/api/v1/units/${unit}/members`)
				.then((page) => setMembers(page.items))
				.catch(() => setMembers((now) => now ?? []));
		};
		const askSoon = () => {
			timer ??= setTimeout(ask, Math.random() * ASK_WITHIN_MS);
		};
		ask();
		const stop = client.onEvent((event) => {
			if (event.stream === feed)
				setMembers((now) => now && afterEvent(now, event));
			if (concernsDecider(event, unit) || (decides && isJoin(event, feed)))
				askSoon();
		});
		return () => {
			clearTimeout(timer);
			stop();
		};
	}, [unit, feed, decides]);
	return members;
}

/** The list after one event of the place's feed; the same one where it says nothing of them. */
export function afterEvent(members: Member[], event: EventFrame): Member[] {
	if (!event.kind.startsWith("member.")) return members;
	const { user, role } = event.data as unknown as Told;
	const rest = members.filter((one) => one.user.id !== user.id);
	if (event.kind === "member.left") return rest;
	if (event.kind === RENAMED)
		return members.map((one) =>
			one.user.id === user.id ? { ...one, user } : one,
		);
	if (event.kind !== "member.joined" && event.kind !== "member.role_changed")
		return members;
	const known = members.find((one) => one.user.id === user.id);
	if (!known) return [...members, { user, role }];
	return members.map((one) => (one === known ? { ...one, user, role } : one));
}

function isJoin(event: EventFrame, feed: string): boolean {
	return event.stream === feed && event.kind === "member.joined";
}

/** On the own stream of who decides about people there, also of who visits the room. */
function concernsDecider(event: EventFrame, unit: string): boolean {
	const { unit: of } = event.data as { unit?: unknown };
	return event.kind === "people.changed" && of === unit;
}
