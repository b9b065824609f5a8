/** What the inbox tells who decides about people: with whom something has changed, and where. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { client } from "../core/client";
import { isOwnRole } from "../core/own-streams";
import type { EventFrame } from "../core/protocol";
import { useReturn } from "../ui/use-return";

export interface Change {
	unit: string;
	user: string;
}

/** How often oneself has changed something about people, as the server has confirmed it. */
export const ownChanges = signal(0);

/** All who decide there hear of it at once: they must not ask at once. */
const ASK_WITHIN_MS = 1_000;

export function changeOf(event: EventFrame): Change | null {
	if (event.kind === "people.changed") return event.data as unknown as Change;
	if (event.kind !== "newcomer.joined") return null;
	const { unit, user } = event.data as unknown as {
		unit: { id: string };
		user: { id: string };
	};
	return { unit: unit.id, user: user.id };
}

/** Another role of one's own changes what any screen offers. */
export function isToAskFor(
	event: EventFrame,
	concerns: (change: Change) => boolean,
	user?: string,
): boolean {
	if (isOwnRole(event, user)) return true;
	const change = changeOf(event);
	return change !== null && concerns(change);
}

/** Runs a moment after others have changed what concerns this screen, and when one comes back to it. */
export function usePeopleChanges(
	concerns: (change: Change) => boolean,
	run: () => void,
): void {
	const latest = useRef({ concerns, run });
	latest.current = { concerns, run };
	useReturn(run);
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const ask = () => {
			timer = undefined;
			latest.current.run();
		};
		const stop = client.onEvent((event) => {
			const { concerns } = latest.current;
			if (isToAskFor(event, concerns, client.store.user.peek()?.id))
				timer ??= setTimeout(ask, Math.random() * ASK_WITHIN_MS);
		});
		return () => {
			clearTimeout(timer);
			stop();
		};
	}, []);
}
