/**
 * All that screens read, as signals. Nothing here talks to the network: frames come in through
 * `apply`, `bump`, `drop` …, screens read `streams`, `content(stream)`, `typing(stream)`,
 * `presence(unit)`. A screen shows a stream by calling `client.follow(stream)` (core/client.ts) in an
 * effect and reading `store.content(stream).value`.
 */
import {
	computed,
	type ReadonlySignal,
	type Signal,
	signal,
} from "@preact/signals";
import { apply, type Content, emptyContent } from "./content";
import { isLasting } from "./folds";
import type {
	BumpFrame,
	EventFrame,
	StreamSummary,
	TypingFrame,
	User,
} from "./protocol";

const TYPING_FORGET_MS = 6_000;

export interface Typist {
	id: string;
	name: string;
}

export class Store {
	readonly user = signal<User | null>(null);
	readonly streams = signal<ReadonlyMap<string, StreamSummary>>(new Map());
	/** Which one may be read no more since a moment ago. */
	readonly dropped = signal<{ stream: string } | null>(null);
	/** Changes when a stream of one's own comes, goes or is called something else. */
	readonly titles = computed(() =>
		[...this.streams.value.values()]
			.map(({ stream, title }) => `${stream} ${title}`)
			.join("\n"),
	);
	/** Streams whose end is on a visible screen now: their items are read as they come. */
	private readonly watched = signal<ReadonlySet<string>>(new Set());
	private contents = new Map<string, Signal<Content>>();
	private typists = new Map<string, Signal<Typist[]>>();

	content(stream: string): Signal<Content> {
		return remembered(this.contents, stream, () =>
			signal(emptyContent(stream)),
		);
	}

	typing(stream: string): ReadonlySignal<Typist[]> {
		return this.typistsOf(stream);
	}

	/** The person's own streams of one prefix, for instance `room:`. */
	own(prefix: string): StreamSummary[] {
		return [...this.streams.value.values()].filter((one) =>
			one.stream.startsWith(prefix),
		);
	}

	summary(stream: string): StreamSummary | undefined {
		return this.streams.value.get(stream);
	}

	setWatched(stream: string, isWatched: boolean): void {
		if (this.watched.peek().has(stream) === isWatched) return;
		const next = new Set(this.watched.peek());
		if (isWatched) next.add(stream);
		else next.delete(stream);
		this.watched.value = next;
	}

	/** What waits to be seen in a stream: nothing where one is looking. */
	unreadIn(stream: string): number {
		if (this.watched.value.has(stream)) return 0;
		return this.summary(stream)?.unread ?? 0;
	}

	/** What of that is to be told: nothing of a stream that one keeps quiet. */
	newsIn(stream: string): number {
		return this.isQuiet(stream) ? 0 : this.unreadIn(stream);
	}

	/** A level that is not known is one of a newer server: rather told than missed. */
	isQuiet(stream: string): boolean {
		return this.summary(stream)?.level === "nothing";
	}

	setStreams(streams: StreamSummary[]): void {
		this.streams.value = new Map(streams.map((one) => [one.stream, one]));
	}

	/** Those that are new, and what others are called and allow now; counts stay. */
	learn(streams: StreamSummary[]): void {
		const next = new Map(this.streams.value);
		for (const fresh of streams) {
			const known = next.get(fresh.stream);
			const { title, unit, may, level } = fresh;
			next.set(
				fresh.stream,
				known ? { ...known, title, unit, may, level } : fresh,
			);
		}
		this.streams.value = next;
	}

	patchStream(stream: string, patch: Partial<StreamSummary>): void {
		const known = this.streams.value.get(stream);
		if (!known) return;
		const next = new Map(this.streams.value);
		next.set(stream, { ...known, ...patch });
		this.streams.value = next;
	}

	apply(event: EventFrame): void {
		const content = this.content(event.stream);
		content.value = apply(content.value, event);
		this.count(event);
		if (event.by) this.stopTyping(event.stream, event.by.id);
	}

	/** The place that a stream belongs to has another name. */
	rename(stream: string, title: string): void {
		const unit = this.summary(stream)?.unit;
		this.patchStream(stream, {
			title,
			...(unit ? { unit: { ...unit, name: title } } : {}),
		});
	}

	bump(frame: BumpFrame): void {
		this.patchStream(frame.stream, {
			head: frame.head,
			unread: frame.unread,
			mention: frame.mention,
		});
	}

	markRead(stream: string, seq: number): void {
		const known = this.summary(stream);
		if (!known || seq <= (known.read ?? 0)) return;
		const rest = this.content(stream).value.items.filter(
			(item) => item.seq > seq && this.isUnread(item),
		);
		this.patchStream(stream, { read: seq, unread: rest.length, mention: 0 });
	}

	drop(stream: string): void {
		const next = new Map(this.streams.value);
		next.delete(stream);
		this.streams.value = next;
		this.content(stream).value = emptyContent(stream);
		this.dropped.value = { stream };
	}

	clear(): void {
		this.user.value = null;
		this.streams.value = new Map();
		for (const content of this.contents.values())
			content.value = emptyContent(content.value.stream);
		this.contents.clear();
	}

	showTyping(frame: TypingFrame): void {
		for (const user of frame.users) {
			if (user.id === this.user.value?.id) continue;
			const list = this.typistsOf(frame.stream);
			const others = list.value.filter((one) => one.id !== user.id);
			const typist = { id: user.id, name: user.name };
			list.value = [...others, typist];
			setTimeout(() => {
				list.value = list.value.filter((one) => one !== typist);
			}, TYPING_FORGET_MS);
		}
	}

	private stopTyping(stream: string, user: string): void {
		const list = this.typistsOf(stream);
		if (list.value.some((one) => one.id === user))
			list.value = list.value.filter((one) => one.id !== user);
	}

	private count(event: EventFrame): void {
		const known = this.summary(event.stream);
		if (!known) return;
		const isNews = this.isUnread(event) && event.seq > (known.read ?? 0);
		this.patchStream(event.stream, {
			head: event.seq,
			unread:
				(known.unread ?? 0) +
				(isNews && !this.watched.peek().has(event.stream) ? 1 : 0),
		});
	}

	private isUnread(item: { kind: string; by: { id: string } | null }): boolean {
		return isLasting(item.kind) && item.by?.id !== this.user.value?.id;
	}

	private typistsOf(stream: string): Signal<Typist[]> {
		return remembered(this.typists, stream, () => signal<Typist[]>([]));
	}
}

function remembered<Value>(
	map: Map<string, Value>,
	key: string,
	make: () => Value,
): Value {
	let value = map.get(key);
	if (value === undefined) {
		value = make();
		map.set(key, value);
	}
	return value;
}
