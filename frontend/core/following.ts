import { extendAfter, extendBefore, replaceWithPage } from "./content";
import { type Database, keepStream } from "./database";
import type { EventFrame, Page, Position, Reply, ResetFrame } from "./protocol";
import { isRefusal } from "./protocol";
import { Sequence } from "./sequence";
import type { Socket } from "./socket";
import type { Store } from "./store";

const GAP_WAIT_MS = 500;
const PAGE = 50;
const KEEP_SUBSCRIBED = 20;
const KEEP_ITEMS = 100;
const KEEP_MS = 24 * 3_600_000;
/** A busy room is written to disk at most this often, a quiet one at once. */
const SAVE_EVERY_MS = 1_000;

type Line = Pick<Socket, "isLive" | "isSlow">;
export type Ask = (
	type: string,
	fields: Record<string, unknown>,
) => Promise<Reply>;

interface Followed {
	sequence: Sequence;
	count: number;
	used: number;
	isPaging: boolean;
	isRestoring: boolean;
	gap?: ReturnType<typeof setTimeout>;
	save?: ReturnType<typeof setTimeout>;
	saved: number;
}

/**
 * Keeps followed streams complete: page first, then subscribe from its head; on a gap wait 500 ms and
 * subscribe again with the position held; on reset take a new page.
 */
export class Following {
	private streams = new Map<string, Followed>();
	private readonly store: Store;
	private readonly db: Database;
	private readonly ask: Ask;
	private readonly line: Line;

	constructor(store: Store, db: Database, ask: Ask, line: Line) {
		this.store = store;
		this.db = db;
		this.ask = ask;
		this.line = line;
	}

	/** Show a stream: from what the phone keeps, then from the server. Returns the way to stop. */
	follow(stream: string): () => void {
		const known = this.streams.get(stream);
		const followed = known ?? this.begin(stream);
		followed.count += 1;
		followed.used = Date.now();
		let isDone = false;
		return () => {
			if (isDone) return;
			isDone = true;
			followed.count -= 1;
			this.leaveOldest();
		};
	}

	/** Positions for `hello.resume`. */
	positions(): Record<string, Position> {
		this.leaveOldest();
		const positions: Record<string, Position> = {};
		for (const stream of this.streams.keys()) {
			const content = this.store.content(stream).peek();
			if (content.epoch) positions[stream] = [content.epoch, content.held];
		}
		return positions;
	}

	/** After `welcome`: streams without a position were not part of `resume`. */
	opened(resumed: Record<string, Position>): void {
		for (const [stream, followed] of this.streams)
			if (!resumed[stream] && !followed.isRestoring) void this.catchUp(stream);
	}

	event(event: EventFrame): void {
		const followed = this.streams.get(event.stream);
		if (!followed) {
			this.store.apply(event);
			return;
		}
		const ready = followed.sequence.take(event);
		if (followed.isPaging) return;
		for (const one of ready) this.store.apply(one);
		if (ready.length) this.keepSoon(event.stream, followed);
		this.watchGap(event.stream, followed);
	}

	async reset(frame: ResetFrame): Promise<void> {
		await this.takePage(frame.stream);
	}

	async dropped(stream: string): Promise<void> {
		this.streams.delete(stream);
		this.store.drop(stream);
		const user = this.store.user.peek()?.id;
		if (user) await this.db.delete("streams", [user, stream]);
	}

	async before(stream: string): Promise<void> {
		const first = this.store.content(stream).peek().items[0];
		if (!first) return;
		const page = await this.page(stream, { before: first.seq });
		const content = this.store.content(stream);
		content.value = extendBefore(content.peek(), page);
	}

	async after(stream: string): Promise<void> {
		const items = this.store.content(stream).peek().items;
		const last = items[items.length - 1];
		if (!last) return;
		const page = await this.page(stream, { after: last.seq });
		const content = this.store.content(stream);
		content.value = extendAfter(content.peek(), page);
	}

	/** Back to the end of the stream, however far the window was. */
	async latest(stream: string): Promise<void> {
		await this.takePage(stream);
	}

	/** Look at one place of the stream, for instance a linked message. */
	async around(stream: string, seq: number): Promise<void> {
		const page = await this.page(stream, { around: seq });
		const content = this.store.content(stream);
		const now = content.peek();
		content.value = {
			...now,
			items: page.items,
			hasBefore: page.has_before,
			hasAfter: page.has_after,
		};
	}

	clear(): void {
		for (const followed of this.streams.values()) {
			clearTimeout(followed.gap);
			clearTimeout(followed.save);
		}
		this.streams.clear();
	}

	private begin(stream: string): Followed {
		const followed: Followed = {
			sequence: new Sequence(0),
			count: 0,
			used: 0,
			isPaging: false,
			isRestoring: true,
			saved: 0,
		};
		this.streams.set(stream, followed);
		void this.restore(stream, followed).then(() => {
			followed.isRestoring = false;
			if (this.line.isLive) void this.catchUp(stream);
		});
		return followed;
	}

	private async restore(stream: string, followed: Followed): Promise<void> {
		const user = this.store.user.peek()?.id;
		const content = this.store.content(stream);
		if (!user || content.peek().loaded) return;
		const kept = await this.db.get("streams", [user, stream]);
		if (!kept || kept.saved < Date.now() - KEEP_MS) return;
		if (content.peek().loaded) return;
		followed.sequence = new Sequence(kept.held);
		content.value = {
			stream,
			epoch: kept.epoch,
			held: kept.held,
			items: kept.items,
			hasBefore: kept.hasBefore,
			hasAfter: false,
			loaded: true,
		};
	}

	private async catchUp(stream: string): Promise<void> {
		const content = this.store.content(stream).peek();
		if (content.epoch)
			await this.subscribe(stream, [content.epoch, content.held]);
		else await this.pageAndSubscribe(stream);
	}

	private async pageAndSubscribe(stream: string): Promise<void> {
		if (!(await this.takePage(stream))) return;
		const content = this.store.content(stream).peek();
		await this.subscribe(stream, [content.epoch, content.held]);
	}

	private async subscribe(stream: string, after: Position): Promise<void> {
		await this.orDrop(stream, this.ask("subscribe", { stream, after }));
	}

	private async takePage(stream: string): Promise<boolean> {
		const followed = this.streams.get(stream);
		if (!followed) return false;
		followed.isPaging = true;
		const page = await this.orDrop(stream, this.page(stream, {}));
		followed.isPaging = false;
		if (!page) return false;
		const content = this.store.content(stream);
		content.value = replaceWithPage(content.peek(), page);
		for (const event of followed.sequence.restart(page.head))
			this.store.apply(event);
		this.keepSoon(stream, followed);
		this.watchGap(stream, followed);
		return true;
	}

	private async page(
		stream: string,
		where: Record<string, number>,
	): Promise<Page> {
		const fields = { stream, limit: PAGE, ...where };
		return (await this.ask("stream.page", fields)) as unknown as Page;
	}

	/** What may not be read is gone; a lost connection is tried again by `opened`. */
	private async orDrop<Value>(
		stream: string,
		asked: Promise<Value>,
	): Promise<Value | undefined> {
		try {
			return await asked;
		} catch (error) {
			if (isRefusal(error)) await this.dropped(stream);
			return undefined;
		}
	}

	private watchGap(stream: string, followed: Followed): void {
		if (!followed.sequence.hasGap) {
			clearTimeout(followed.gap);
			followed.gap = undefined;
			return;
		}
		followed.gap ??= setTimeout(() => {
			followed.gap = undefined;
			if (followed.sequence.hasGap) void this.catchUp(stream);
		}, GAP_WAIT_MS);
	}

	/** What would be kept in a moment is kept now: the page may be going away. */
	keepNow(): void {
		for (const [stream, followed] of this.streams)
			if (followed.save !== undefined) this.save(stream, followed);
	}

	private keepSoon(stream: string, followed: Followed): void {
		const wait = Math.max(0, followed.saved + SAVE_EVERY_MS - Date.now());
		followed.save ??= setTimeout(() => this.save(stream, followed), wait);
	}

	private save(stream: string, followed: Followed): void {
		clearTimeout(followed.save);
		followed.save = undefined;
		followed.saved = Date.now();
		void this.keep(stream);
	}

	private async keep(stream: string): Promise<void> {
		const user = this.store.user.peek()?.id;
		const content = this.store.content(stream).peek();
		if (!user || !content.loaded || content.hasAfter) return;
		const items = content.items.slice(-KEEP_ITEMS);
		await keepStream(this.db, {
			user,
			stream,
			epoch: content.epoch,
			held: content.held,
			items,
			hasBefore: content.hasBefore || items.length < content.items.length,
			saved: Date.now(),
		});
	}

	/** A phone that looked at many rooms stays subscribed to the latest ones only; the slow way to none. */
	private leaveOldest(): void {
		const idle = [...this.streams]
			.filter(([, followed]) => followed.count === 0)
			.sort(([, one], [, other]) => one.used - other.used);
		const kept = this.line.isSlow ? 0 : KEEP_SUBSCRIBED;
		const tooMany = Math.max(0, this.streams.size - kept);
		for (const [stream] of idle.slice(0, tooMany)) {
			this.streams.delete(stream);
			void this.ask("unsubscribe", { stream }).catch(() => {});
		}
	}
}
