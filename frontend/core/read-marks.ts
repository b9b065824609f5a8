import type { Store } from "./store";

const READ_AFTER_MS = 400;

type Tell = (stream: string, seq: number) => void;

/** Up to where the person has seen each stream, told to the server a moment later. */
export class ReadMarks {
	private readonly untold = new Map<string, number>();
	private readonly store: Store;
	private readonly isLive: () => boolean;
	private readonly tell: Tell;
	private timer: ReturnType<typeof setTimeout> | undefined;

	constructor(store: Store, isLive: () => boolean, tell: Tell) {
		this.store = store;
		this.isLive = isLive;
		this.tell = tell;
	}

	set(stream: string, seq: number): void {
		if (seq <= (this.store.summary(stream)?.read ?? 0)) return;
		this.store.markRead(stream, seq);
		this.untold.set(stream, seq);
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.tellAll(), READ_AFTER_MS);
	}

	/** Without network they wait for the next time. */
	tellAll(): void {
		if (!this.isLive()) return;
		for (const [stream, seq] of this.untold) this.tell(stream, seq);
		this.untold.clear();
	}
}
