import { api } from "./api";
import { EventStream } from "./event-stream";
import { ownStreams } from "./own-streams";
import { type Position, RequestError, type User } from "./protocol";
import type { Wire } from "./socket";

type Frame = Record<string, unknown> & { type: string; ref?: number };

interface Held {
	source?: EventStream;
	position?: Position;
	/** The `subscribe` that is not answered yet. */
	ref?: number;
	opened: number;
	isVisit: boolean;
	timer?: ReturnType<typeof setTimeout>;
}

/** Browsers open six connections to a server, over all pages: so many stay open here. */
const STAY_AT_MOST = 2;
const VISIT_EVERY_MS = 5_000;
const COUNT_EVERY_MS = 30_000;
/** A stream that ends sooner is no stream: the network may not let it be one. */
const LIVED_MS = 5_000;
const NOT_SIGNED_IN = 4001;
const COME_BACK = 1006;

/**
 * Looks like a socket and goes over HTTP, for networks that break sockets: an event stream for each
 * subscription, `POST /api/v1/commands` for what is asked and written. Streams above the second are
 * visited every five seconds. Presence and typing are left out.
 */
export class StreamWire implements Wire {
	readyState = 0;
	onopen: Wire["onopen"] = null;
	onmessage: Wire["onmessage"] = null;
	onclose: Wire["onclose"] = null;
	private readonly user: string;
	private readonly streams = new Map<string, Held>();
	private readonly heads = new Map<string, number>();
	private readonly titles = new Map<string, string>();
	private counting: ReturnType<typeof setInterval> | undefined;
	private isResting = false;

	constructor(user: string) {
		this.user = user;
		queueMicrotask(() => {
			if (this.readyState !== 0) return;
			this.readyState = 1;
			this.onopen?.({} as Event);
		});
	}

	send(text: string): void {
		const { type, ref, ...fields } = JSON.parse(text) as Frame;
		const stream = fields.stream as string;
		switch (type) {
			case "hello":
				void this.greet(ref, fields.resume as Record<string, Position>);
				break;
			case "subscribe":
				this.hold(stream, fields.after as Position | undefined, ref);
				break;
			case "unsubscribe":
				this.leave(stream);
				this.ok(ref);
				break;
			case "typing":
				break;
			case "presence.set":
			case "presence.watch":
			case "presence.unwatch":
				this.ok(ref);
				break;
			default:
				void this.command(ref, { type, ...fields });
		}
	}

	close(): void {
		this.readyState = 3;
		clearInterval(this.counting);
		for (const stream of [...this.streams.keys()]) this.leave(stream);
	}

	/** A hidden page leaves the few connections to the one that is looked at. */
	rest(isResting: boolean): void {
		if (isResting === this.isResting) return;
		this.isResting = isResting;
		for (const [stream, held] of this.streams) {
			this.pause(held);
			this.open(stream, held);
		}
	}

	private async greet(
		ref: number | undefined,
		resume: Record<string, Position>,
	): Promise<void> {
		try {
			const [user, own] = await Promise.all([
				api.get<User>("/api/v1/me"),
				ownStreams(),
			]);
			if (this.readyState !== 1) return;
			if (user.id !== this.user) return this.fail(NOT_SIGNED_IN);
			for (const one of own) {
				this.heads.set(one.stream, one.head);
				this.titles.set(one.stream, one.title);
			}
			this.say({ type: "welcome", ref, user, streams: own });
			this.counting = setInterval(() => void this.count(), COUNT_EVERY_MS);
			for (const [stream, after] of Object.entries(resume))
				this.hold(stream, after);
		} catch (error) {
			this.failed(error);
		}
	}

	private async command(ref: number | undefined, frame: Frame): Promise<void> {
		try {
			const named = { "X-Muster-User": this.user };
			this.ok(ref, await api.post("/api/v1/commands", frame, named));
		} catch (error) {
			if (isAnswer(error)) this.say({ ...error.body, type: "error", ref });
			else this.failed(error);
		}
	}

	private hold(stream: string, position?: Position, ref?: number): void {
		this.leave(stream);
		const held: Held = { position, ref, opened: 0, isVisit: false };
		this.streams.set(stream, held);
		this.open(stream, held);
	}

	private open(stream: string, held: Held): void {
		if (this.isResting) {
			this.answer(stream, held);
			return;
		}
		const open = [...this.streams.values()].filter((one) => one.source);
		const staying = open.filter((one) => one !== held && !one.isVisit);
		held.isVisit = staying.length >= STAY_AT_MOST;
		held.opened = Date.now();
		held.source = new EventStream(stream, held.position, this.user, {
			frame: (frame) => {
				this.say(frame as unknown as Frame);
				if (frame.type === "dropped") this.leave(stream);
				if (frame.type === "bye") this.fail(frame.code);
			},
			live: () => this.live(stream, held),
			ended: (status) => this.ended(stream, held, status),
		});
	}

	private answer(stream: string, held: Held): void {
		if (held.ref !== undefined) this.ok(held.ref, { stream });
		held.ref = undefined;
	}

	private live(stream: string, held: Held): void {
		this.answer(stream, held);
		if (!held.isVisit) return;
		this.pause(held);
		held.timer = setTimeout(() => this.open(stream, held), VISIT_EVERY_MS);
	}

	private ended(stream: string, held: Held, status?: number): void {
		if (status === 403) {
			this.streams.delete(stream);
			this.refused(stream, held.ref);
		} else if (status === 401) this.fail(NOT_SIGNED_IN);
		else if (status || Date.now() - held.opened < LIVED_MS)
			this.fail(COME_BACK);
		else {
			this.pause(held);
			this.open(stream, held);
		}
	}

	private refused(stream: string, ref: number | undefined): void {
		if (ref === undefined)
			this.say({ type: "dropped", stream, reason: "refused" });
		else this.say({ type: "error", ref, code: "refused", message: "" });
	}

	private pause(held: Held): void {
		clearTimeout(held.timer);
		held.position = held.source?.position ?? held.position;
		held.source?.close();
		held.source = undefined;
	}

	private leave(stream: string): void {
		const held = this.streams.get(stream);
		if (held) this.pause(held);
		this.streams.delete(stream);
	}

	/** What a socket tells by `bump`: news in streams that are not held. */
	private async count(): Promise<void> {
		if (this.isResting) return;
		try {
			for (const one of await ownStreams()) {
				const { stream, head, unread, mention, title } = one;
				const isNews = head > (this.heads.get(stream) ?? -1);
				const isRenamed = title !== this.titles.get(stream);
				this.heads.set(stream, head);
				this.titles.set(stream, title);
				const news = { type: "bump", stream, head, unread, mention };
				if ((isNews || isRenamed) && !this.streams.has(stream))
					this.say(isRenamed ? { ...news, title } : news);
			}
		} catch (error) {
			this.failed(error);
		}
	}

	private ok(ref: number | undefined, fields: object = {}): void {
		this.say({ ...fields, type: "ok", ref });
	}

	private say(frame: Frame): void {
		if (this.readyState !== 1) return;
		this.onmessage?.({ data: JSON.stringify(frame) } as MessageEvent);
	}

	private failed(error: unknown): void {
		const isSignedOut =
			error instanceof RequestError && error.body.status === 401;
		this.fail(isSignedOut ? NOT_SIGNED_IN : COME_BACK);
	}

	private fail(code: number): void {
		if (this.readyState === 3) return;
		this.close();
		this.onclose?.({ code } as CloseEvent);
	}
}

/** The server's own word on a command, not that of something in between. */
function isAnswer(error: unknown): error is RequestError {
	return (
		error instanceof RequestError &&
		error.body.status !== 401 &&
		!error.code.startsWith("http_")
	);
}
