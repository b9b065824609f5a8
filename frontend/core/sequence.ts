import type { EventFrame } from "./protocol";

/**
 * Puts the events of one stream in order: what was seen is dropped, what comes
 * too early waits until the gap before it is filled.
 */
export class Sequence {
	held: number;
	private early = new Map<number, EventFrame>();

	constructor(held: number) {
		this.held = held;
	}

	/** The events that may be applied now, in order; empty for repeats and while a gap is open. */
	take(event: EventFrame): EventFrame[] {
		if (event.seq <= this.held) return [];
		this.early.set(event.seq, event);
		return this.drain();
	}

	/** Start over at a position, for instance that of a page; keeps what came after it. */
	restart(held: number): EventFrame[] {
		this.held = held;
		for (const seq of this.early.keys())
			if (seq <= held) this.early.delete(seq);
		return this.drain();
	}

	forget(): void {
		this.early.clear();
	}

	get hasGap(): boolean {
		return this.early.size > 0;
	}

	private drain(): EventFrame[] {
		const ready: EventFrame[] = [];
		for (;;) {
			const next = this.early.get(this.held + 1);
			if (!next) return ready;
			this.early.delete(next.seq);
			this.held = next.seq;
			ready.push(next);
		}
	}
}
