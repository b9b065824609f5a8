/**
 * What screens use to talk to the server. One Client per signed-in person and tab.
 *
 *   const { reply } = await client.send("message.post", { room, text }, stream)   a write: kept until ok
 *   const page = await client.request("question.suggest", { text })              a question: now or never
 *   useEffect(() => client.follow(stream), [stream])                             keep a stream up to date
 *   client.store.content(stream).value.items                                     read it, as a signal
 */
import { computed, signal } from "@preact/signals";
import type { Ending } from "./close-codes";
import { type Database, wipe } from "./database";
import { type DraftStorage, Drafts } from "./drafts";
import { type Ask, Following } from "./following";
import { Outbox, type Sent } from "./outbox";
import { OwnStreams } from "./own-streams";
import { PresenceBoard } from "./presence";
import {
	type EventFrame,
	type Position,
	type PresenceState,
	type Push,
	type Reply,
	RequestError,
	type StreamSummary,
	type User,
	type WelcomeFrame,
} from "./protocol";
import { ReadMarks } from "./read-marks";
import { RENAMED } from "./renamed";
import { type Connection, Socket, type Wire } from "./socket";
import { Store } from "./store";
import type { Renamed } from "./wire";

const TYPING_EVERY_MS = 3_000;

export interface ClientOptions {
	db: Database;
	drafts: DraftStorage;
	user: User;
	locale: string;
	open: () => Wire;
	/** For networks that break sockets. */
	openSlow?: () => Wire;
	/** The server says that this person is no longer signed in. */
	ended: (ending: Ending) => void;
	/** Own streams, kept for a start without network. */
	keep?: (streams: StreamSummary[]) => void;
}

export class Client {
	readonly store = new Store();
	readonly presence = new PresenceBoard();
	readonly connection = signal<Connection>("connecting");
	readonly outbox: Outbox;
	readonly drafts: Drafts;
	readonly isSlow = computed(() => this.connection.value === "slow");
	readonly isLive = computed(
		() => this.connection.value === "live" || this.isSlow.value,
	);
	private readonly socket: Socket;
	private readonly following: Following;
	private readonly own: OwnStreams;
	private readonly options: ClientOptions;
	private listeners = new Set<(event: EventFrame) => void>();
	private resumed: Record<string, Position> = {};
	private presenceState: PresenceState = "online";
	private readonly reads: ReadMarks;
	private typed = new Map<string, number>();

	constructor(options: ClientOptions) {
		this.options = options;
		this.store.user.value = options.user;
		this.socket = new Socket(
			options.open,
			{
				hello: () => this.hello(),
				welcome: (frame) => this.welcome(frame),
				push: (frame) => this.push(frame),
				state: (state, ending) => this.state(state, ending),
			},
			options.openSlow,
		);
		const ask: Ask = (type, fields) => this.socket.request(type, fields);
		this.outbox = new Outbox(options.db, options.user.id, ask);
		this.drafts = new Drafts(options.drafts, options.user.id);
		this.following = new Following(this.store, options.db, ask, this.socket);
		this.own = new OwnStreams(this.store, (streams) => options.keep?.(streams));
		this.reads = new ReadMarks(
			this.store,
			() => this.socket.isLive,
			(stream, seq) => this.quietly("stream.read", { stream, seq }),
		);
	}

	async start(): Promise<void> {
		await this.outbox.load();
		this.follow(`user:${this.options.user.id}`);
		this.socket.start();
	}

	/** Leave for good; unsent entries stay on the phone for this person. */
	async leave(): Promise<void> {
		// First: a person who is live and has no room left would be looked for elsewhere.
		this.state("ended");
		this.stop();
		this.drafts.clear();
		await wipe(this.options.db, this.options.user.id);
		this.store.clear();
	}

	stop(): void {
		this.socket.stop();
		this.outbox.close();
		this.following.clear();
		this.own.stop();
	}

	wake(): void {
		this.socket.wake();
	}

	lostNetwork(): void {
		this.socket.lost();
	}

	/** The page is hidden or left: it may not come back. */
	keepNow(): void {
		this.following.keepNow();
	}

	send(
		type: string,
		fields: Record<string, unknown>,
		stream?: string,
		shown?: Record<string, unknown>,
	): Promise<Sent> {
		return this.outbox.add(type, fields, stream, shown);
	}

	request(type: string, fields: Record<string, unknown> = {}): Promise<Reply> {
		return this.socket.request(type, fields);
	}

	follow(stream: string): () => void {
		return this.following.follow(stream);
	}

	before(stream: string): Promise<void> {
		return this.following.before(stream);
	}

	after(stream: string): Promise<void> {
		return this.following.after(stream);
	}

	latest(stream: string): Promise<void> {
		return this.following.latest(stream);
	}

	around(stream: string, seq: number): Promise<void> {
		return this.following.around(stream, seq);
	}

	/** Hear of every committed fact as it arrives, for instance to announce it. */
	onEvent(listener: (event: EventFrame) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/** The person has seen a stream up to `seq`; told to the server a moment later. */
	read(stream: string, seq: number): void {
		this.reads.set(stream, seq);
	}

	/** The person is typing; at most one frame per stream every 3 s. */
	typing(stream: string): void {
		const now = Date.now();
		if (now - (this.typed.get(stream) ?? 0) < TYPING_EVERY_MS) return;
		this.typed.set(stream, now);
		this.socket.tell("typing", { stream });
	}

	/** Follow who is there in a unit; returns the way to stop. */
	watch(unit: string): () => void {
		if (this.presence.add(unit)) this.quietly("presence.watch", { unit });
		return () => {
			if (this.presence.remove(unit))
				this.quietly("presence.unwatch", { unit });
		};
	}

	/** `refused` hears of the server's no; without network the state is told with the next welcome. */
	setPresence(
		state: PresenceState,
		refused?: (error: RequestError) => void,
	): void {
		if (state === this.presenceState) return;
		const before = this.presenceState;
		this.presenceState = state;
		this.request("presence.set", { state }).catch((error: unknown) => {
			if (!(error instanceof RequestError)) return;
			if (this.presenceState === state) this.presenceState = before;
			refused?.(error);
		});
	}

	get presenceNow(): PresenceState {
		return this.presenceState;
	}

	/** Remember for a start without network; signing out forgets it. */
	async keep(name: string, value: unknown): Promise<void> {
		await this.options.db.put("kept", value, this.keptName(name));
	}

	kept(name: string): Promise<unknown> {
		return this.options.db.get("kept", this.keptName(name));
	}

	private keptName(name: string): string {
		return `${name} of ${this.options.user.id}`;
	}

	private hello(): Record<string, unknown> {
		this.resumed = this.following.positions();
		return {
			resume: this.resumed,
			client: { name: "muster-web", version: "1" },
			locale: this.options.locale,
		};
	}

	private welcome(frame: WelcomeFrame): void {
		this.store.user.value = frame.user;
		this.own.welcome(frame.streams);
		// After this turn: the socket counts as live only once `welcome` is through.
		queueMicrotask(() => this.opened(frame.streams[0]?.epoch));
	}

	private opened(epoch?: string): void {
		this.following.opened(this.resumed);
		this.outbox.open(epoch);
		for (const unit of this.presence.watched)
			this.quietly("presence.watch", { unit });
		if (this.presenceState !== "online")
			this.quietly("presence.set", { state: this.presenceState });
		this.reads.tellAll();
	}

	private push(frame: Push): void {
		switch (frame.type) {
			case "event":
				this.event(frame);
				break;
			case "reset":
				void this.outbox.reset(frame);
				void this.following.reset(frame);
				break;
			case "dropped":
				void this.following.dropped(frame.stream);
				break;
			case "bump":
				this.own.bump(frame);
				break;
			case "presence":
				this.presence.apply(frame);
				break;
			case "typing":
				this.store.showTyping(frame);
				break;
		}
	}

	private event(frame: EventFrame): void {
		this.following.event(frame);
		this.own.event(frame);
		if (frame.kind === RENAMED)
			this.presence.rename((frame.data as unknown as Renamed).user);
		for (const listener of this.listeners) listener(frame);
	}

	private state(state: Connection, ending?: Ending): void {
		this.connection.value = state;
		if (!this.isLive.value) this.outbox.closed();
		if (state === "slow") this.presence.clear();
		if (ending) this.options.ended(ending);
	}

	private quietly(type: string, fields: Record<string, unknown>): void {
		this.socket.request(type, fields).catch(() => {});
	}
}

export let client: Client;

/** Make the client of the person who just signed in. */
export function openClient(options: ClientOptions): Client {
	client = new Client(options);
	return client;
}
