import { Backoff } from "./backoff";
import { type Ending, endingOf } from "./close-codes";
import { Knock } from "./knock";
import {
	OfflineError,
	type Push,
	type Reply,
	RequestError,
	type WelcomeFrame,
} from "./protocol";

export type Connection = "connecting" | "live" | "slow" | "waiting" | "ended";

export interface SocketEvents {
	/** The `hello` to send on this opening: resume positions, locale. */
	hello(): Record<string, unknown>;
	welcome(frame: WelcomeFrame): void;
	push(frame: Push): void;
	state(state: Connection, ending?: Ending): void;
}

type Waiting = {
	resolve(reply: Reply): void;
	reject(error: Error): void;
};

/** The subset of WebSocket that is used, so that tests can hand in their own. */
export interface Wire {
	readyState: number;
	send(text: string): void;
	close(code?: number): void;
	onopen: ((event: Event) => void) | null;
	onmessage: ((message: MessageEvent) => void) | null;
	onclose: ((close: CloseEvent) => void) | null;
}

const OPEN = 1;
const CONNECT_TIMEOUT_MS = 10_000;
const REPLY_TIMEOUT_MS = 15_000;
const PROBE_TIMEOUT_MS = 5_000;
const QUIET_MS = 45_000;
/** So many sockets in a row that never got `welcome`: then the slow way is tried. */
const MISSES_AT_MOST = 2;
/** Leaving a stream nobody can be in changes nothing and is always answered. */
const NO_STREAM = "room:0";

/**
 * The one socket of a tab. Comes back by itself with full jitter, at once on
 * `wake()`. Pings of the server never reach a browser's script, so a dead
 * connection is found by a request that gets no reply (`probe`).
 *
 * Where sockets never open, `openSlow` gives what looks like one and goes over HTTP;
 * meanwhile a knock finds out whether sockets work again.
 */
export class Socket {
	/** Over HTTP: the last way that was tried. */
	isSlow = false;
	private wire: Wire | null = null;
	private ref = 0;
	private welcomed = false;
	private waiting = new Map<number, Waiting>();
	private timer: ReturnType<typeof setTimeout> | undefined;
	private connectTimer: ReturnType<typeof setTimeout> | undefined;
	private quietTimer: ReturnType<typeof setTimeout> | undefined;
	private window: [number, number] | null = null;
	private ended = false;
	private misses = 0;
	private readonly backoff = new Backoff();
	private readonly knock: Knock;
	private readonly open: () => Wire;
	private readonly openSlow: (() => Wire) | undefined;
	private readonly events: SocketEvents;

	constructor(open: () => Wire, events: SocketEvents, openSlow?: () => Wire) {
		this.open = open;
		this.openSlow = openSlow;
		this.events = events;
		this.knock = new Knock(
			open,
			() => events.hello(),
			(wire, frame) => this.changeTo(wire, frame),
		);
	}

	get isLive(): boolean {
		return this.welcomed && this.wire?.readyState === OPEN;
	}

	start(): void {
		this.ended = false;
		if (!this.wire) this.connect();
	}

	/** Close for good: signed out, or the page goes away. */
	stop(): void {
		this.ended = true;
		clearTimeout(this.timer);
		this.wire?.close(1000);
		this.lose();
	}

	/** The network or the tab came back: try now instead of waiting. */
	wake(): void {
		if (this.ended) return;
		if (this.isLive) {
			this.probe();
			if (this.isSlow) this.knock.start();
			return;
		}
		if (this.wire) return;
		this.backoff.reset();
		this.connect();
	}

	/** The device says that it has no network: don't wait until the socket notices. */
	lost(): void {
		this.abandon();
	}

	/** Ask something and get the reply's fields; rejects with RequestError or OfflineError. */
	request(
		type: string,
		fields: Record<string, unknown> = {},
		timeoutMs = REPLY_TIMEOUT_MS,
	): Promise<Reply> {
		if (!this.isLive) return Promise.reject(new OfflineError());
		return this.ask(type, fields, timeoutMs);
	}

	/** Send without `ref` and without a reply (`typing`); lost when offline. */
	tell(type: string, fields: Record<string, unknown>): void {
		if (this.isLive) this.wire?.send(JSON.stringify({ type, ...fields }));
	}

	private ask(
		type: string,
		fields: Record<string, unknown>,
		timeoutMs: number,
	): Promise<Reply> {
		this.ref += 1;
		const ref = this.ref;
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => this.abandon(), timeoutMs);
			this.waiting.set(ref, {
				resolve: (reply) => {
					clearTimeout(timer);
					resolve(reply);
				},
				reject: (error) => {
					clearTimeout(timer);
					reject(error);
				},
			});
			this.wire?.send(JSON.stringify({ type, ref, ...fields }));
		});
	}

	private connect(): void {
		clearTimeout(this.timer);
		this.events.state("connecting");
		const slow = this.misses >= MISSES_AT_MOST ? this.openSlow?.() : undefined;
		this.isSlow = slow !== undefined;
		this.connectTimer = setTimeout(() => this.abandon(), CONNECT_TIMEOUT_MS);
		this.hold(slow ?? this.open());
	}

	private hold(wire: Wire): void {
		this.wire = wire;
		wire.onopen = () => this.greet();
		wire.onmessage = (message) => {
			if (typeof message.data === "string")
				this.receive(JSON.parse(message.data));
		};
		wire.onclose = (close) => {
			if (this.wire === wire) this.closed(close.code);
		};
	}

	/** Sockets work again: what was asked the slow way and is not answered is asked anew. */
	private changeTo(wire: Wire, welcome: WelcomeFrame): void {
		const slow = this.wire;
		if (slow) slow.onmessage = slow.onclose = null;
		slow?.close();
		this.lose();
		this.isSlow = false;
		this.hold(wire);
		this.listen();
		this.welcome(welcome);
	}

	private greet(): void {
		this.ask("hello", this.events.hello(), CONNECT_TIMEOUT_MS).catch(() => {});
	}

	private receive(frame: Record<string, unknown>): void {
		this.listen();
		switch (frame.type) {
			case "welcome":
				this.settle(frame.ref as number, frame as Reply);
				this.welcome(frame as unknown as WelcomeFrame);
				break;
			case "ok":
				this.settle(frame.ref as number, frame as Reply);
				break;
			case "error":
				this.refuse(frame);
				break;
			case "bye":
				this.window = (frame.retry_after_ms as [number, number]) ?? null;
				break;
			default:
				this.events.push(frame as unknown as Push);
		}
	}

	private welcome(frame: WelcomeFrame): void {
		clearTimeout(this.connectTimer);
		this.welcomed = true;
		this.window = null;
		this.backoff.reset();
		if (this.isSlow) this.knock.start();
		else this.misses = 0;
		this.events.welcome(frame);
		this.events.state(this.isSlow ? "slow" : "live");
	}

	private settle(ref: number, reply: Reply): void {
		this.waiting.get(ref)?.resolve(reply);
		this.waiting.delete(ref);
	}

	private refuse(frame: Record<string, unknown>): void {
		const ref = frame.ref as number;
		this.waiting
			.get(ref)
			?.reject(new RequestError(frame as unknown as RequestError["body"]));
		this.waiting.delete(ref);
	}

	private probe(): void {
		this.ask("unsubscribe", { stream: NO_STREAM }, PROBE_TIMEOUT_MS).catch(
			() => {},
		);
	}

	private listen(): void {
		clearTimeout(this.quietTimer);
		this.quietTimer = setTimeout(() => {
			if (this.isLive) this.probe();
		}, QUIET_MS);
	}

	/** Give a connection up that doesn't answer; its close event may take minutes. */
	private abandon(): void {
		const wire = this.wire;
		if (!wire) return;
		wire.onclose = null;
		wire.onmessage = null;
		wire.close();
		this.closed(1006);
	}

	private closed(code: number): void {
		// Where HTTP does not work either, it is not the sockets that are broken.
		if (!this.welcomed) this.misses = this.isSlow ? 0 : this.misses + 1;
		this.lose();
		const ending = endingOf(code);
		if (ending !== "come-back") {
			this.ended = true;
			this.events.state("ended", ending);
			return;
		}
		if (this.ended) return;
		this.events.state("waiting");
		this.timer = setTimeout(() => this.connect(), this.delay());
	}

	private delay(): number {
		if (!this.window) return this.backoff.next();
		const [from, to] = this.window;
		this.window = null;
		return from + Math.random() * Math.max(0, to - from);
	}

	private lose(): void {
		clearTimeout(this.connectTimer);
		clearTimeout(this.quietTimer);
		this.knock.stop();
		this.wire = null;
		this.welcomed = false;
		const lost = [...this.waiting.values()];
		this.waiting.clear();
		for (const one of lost) one.reject(new OfflineError());
	}
}
