/** Rooms in which this person may only read now, and until when. */
import { signal } from "@preact/signals";
import { api } from "../core/api";
import { client } from "../core/client";

interface Mute {
	stream: string;
	until: string;
}

/** The longest time a browser's timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;
/** Clocks differ a little: rather a moment later than a 'no' from the server. */
const SLACK_MS = 200;
const CHANGED = new Set(["member.muted", "member.unmuted"]);

const mutes = signal<ReadonlyMap<string, string>>(new Map());
let ending: ReturnType<typeof setTimeout> | undefined;

export function mutedUntil(stream: string): string | undefined {
	return mutes.value.get(stream);
}

/** The server says which rooms; a silence that is over ends here by itself. */
export function followMutes(): () => void {
	const stop = client.onEvent((event) => {
		if (CHANGED.has(event.kind)) void load();
	});
	const stopWelcome = client.isLive.subscribe((isLive) => {
		if (isLive && hasMutedRoom()) void load();
	});
	return () => {
		stop();
		stopWelcome();
		clearTimeout(ending);
		mutes.value = new Map();
	};
}

function hasMutedRoom(): boolean {
	return client.store.own("room:").some((room) => !room.may.includes("post"));
}

async function load(): Promise<void> {
	try {
		const { items } = await api.get<{ items: Mute[] }>("/api/v1/mutes");
		show(items);
	} catch {
		// Without an answer the server's own no says it when something is sent.
	}
}

function show(items: Mute[]): void {
	const before = [...mutes.peek().keys()];
	mutes.value = new Map(items.map((one) => [one.stream, one.until]));
	for (const { stream } of items) setPosting(stream, false);
	for (const stream of before)
		if (!mutes.peek().has(stream)) setPosting(stream, true);
	clearTimeout(ending);
	const ends = items.map((one) => Date.parse(one.until) - Date.now());
	if (ends.length > 0)
		ending = setTimeout(
			() => show(items.filter((one) => Date.parse(one.until) > Date.now())),
			Math.min(Math.max(Math.min(...ends), 0) + SLACK_MS, LONGEST_MS),
		);
}

function setPosting(stream: string, mayPost: boolean): void {
	const room = client.store.summary(stream);
	if (!room || room.may.includes("post") === mayPost) return;
	const others = room.may.filter((power) => power !== "post");
	client.store.patchStream(stream, {
		may: mayPost ? [...others, "post"] : others,
	});
}
