import { api } from "./api";
import type { BumpFrame, EventFrame, StreamSummary } from "./protocol";
import type { Store } from "./store";
import type { LevelChanged } from "./wire";

/** A place that comes back comes back to all its people: they must not ask at once. */
const LEARN_WITHIN_MS = 3_000;
/** As many as `welcome` names. */
const STREAMS_AT_MOST = 200;

/** Keeps the list of one's own streams true from one `welcome` to the next. */
export class OwnStreams {
	private timer: ReturnType<typeof setTimeout> | undefined;
	private readonly store: Store;
	private readonly keep: (streams: StreamSummary[]) => void;

	constructor(store: Store, keep: (streams: StreamSummary[]) => void) {
		this.store = store;
		this.keep = keep;
	}

	welcome(streams: StreamSummary[]): void {
		this.stop();
		this.store.setStreams(streams);
		this.keep(streams);
	}

	/** One that nobody has named yet has just become one's own. */
	bump(frame: BumpFrame): void {
		if (!this.store.summary(frame.stream)) {
			this.learnSoon();
			return;
		}
		this.store.bump(frame);
		if (frame.title !== undefined) this.rename(frame.stream, frame.title);
	}

	event(event: EventFrame): void {
		if (event.kind === "stream.renamed")
			this.rename(event.stream, (event.data as { title: string }).title);
		if (isOwnRole(event, this.store.user.peek()?.id)) this.learnSoon();
		if (event.kind === "level.changed")
			this.setLevel(event.data as unknown as LevelChanged);
		if (event.kind === "read.moved") {
			const moved = event.data as { stream: string; seq: number };
			this.store.markRead(moved.stream, moved.seq);
		}
	}

	stop(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
	}

	private setLevel({ stream, level }: LevelChanged): void {
		this.store.patchStream(stream, { level });
		this.keepNow();
	}

	private rename(stream: string, title: string): void {
		this.store.rename(stream, title);
		this.keepNow();
	}

	private learnSoon(): void {
		const wait = Math.random() * LEARN_WITHIN_MS;
		this.timer ??= setTimeout(() => void this.learn(), wait);
	}

	private async learn(): Promise<void> {
		try {
			this.store.learn(await ownStreams());
			this.keepNow();
		} catch {
			// The next bump asks again, and the next `welcome` says it all.
		}
		this.timer = undefined;
	}

	private keepNow(): void {
		this.keep([...this.store.streams.peek().values()]);
	}
}

/** Told on one's own stream: there are more or fewer things that one may. */
export function isOwnRole(event: EventFrame, user?: string): boolean {
	return (
		event.kind === "member.role_changed" && event.stream === `user:${user}`
	);
}

/** What `welcome` would name now. */
export async function ownStreams(): Promise<StreamSummary[]> {
	const found: StreamSummary[] = [];
	let cursor: string | null = null;
	do {
		const rest: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
		const page: { items: StreamSummary[]; next: string | null } = await api.get(
			`/api/v1/streams?limit=100${rest}`,
		);
		found.push(...page.items);
		cursor = page.next ?? null;
	} while (cursor && found.length < STREAMS_AT_MOST);
	return found;
}
