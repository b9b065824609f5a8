/**
 * The wire protocol `muster.v1` (docs/protocol.md) as the client's modules name it.
 * The shapes are made from the contract: see wire.ts.
 */

import type * as wire from "./wire";

export type Position = [epoch: string, seq: number];
export type Locale = "en" | "ar" | "es";

export type User = Omit<wire.User, "locale"> & { locale: Locale };
export type By = wire.By;
export type Unit = wire.Unit;
export type Present = wire.Present;
export type PresenceState = wire.Present["state"];

/** A room that one enters is not one of one's own: nobody counts it for us. */
type Counted = "read" | "unread" | "mention";
export type StreamSummary = Omit<wire.Stream, Counted> &
	Partial<Pick<wire.Stream, Counted>>;

export interface Reaction {
	emoji: string;
	count: number;
	mine?: boolean;
}

/** This server sends no reactions yet. */
export type Message = wire.Message & { reactions?: Reaction[] };

/** One committed fact, or one lasting thing of a page: both have this shape. */
export interface Item<Data = Record<string, unknown>>
	extends Omit<wire.Item, "kind" | "data"> {
	kind: string;
	data: Data;
	client_id?: string;
}

export interface EventFrame extends Item {
	type: "event";
	stream: string;
}

export type WelcomeFrame = Omit<wire.Welcome, "user"> & { user: User };
export type Page = Omit<wire.Replies["stream.page"], "items"> & {
	items: Item[];
};
export type Reply = Record<string, unknown> & { duplicate?: boolean };

export type ResetFrame = wire.Reset;
export type ResetReason = wire.Reset["reason"];
export type DroppedFrame = wire.Dropped;
export type BumpFrame = wire.Bump;
export type PresenceFrame = wire.Presence;
export type TypingFrame = wire.TypingPeople;
export type ByeFrame = wire.Bye;

/** Over HTTP the same without `type` and `ref`; the client adds codes of its own. */
export type ErrorBody = Pick<
	wire.Error,
	"message" | "field" | "retry_after_ms"
> & { code: string; [extra: string]: unknown };

/** Everything the server may send that is not a reply to a `ref`. */
export type Push = EventFrame | wire.Pushed[keyof wire.Pushed];

/** The server can't save, or can't answer, right now: its database is away. */
export const UNAVAILABLE = "unavailable";

/** An answer of the server that says no. `message` is a sentence for people. */
export class RequestError extends Error {
	readonly code: string;
	readonly field?: string;
	readonly retryAfterMs?: number;
	readonly body: ErrorBody;

	constructor(body: ErrorBody) {
		super(body.message);
		this.name = "RequestError";
		this.code = body.code;
		this.field = body.field;
		this.retryAfterMs = body.retry_after_ms;
		this.body = body;
	}
}

/** Not for this person: asking again changes nothing. */
export function isRefusal(error: unknown): error is RequestError {
	return error instanceof RequestError && error.code === "refused";
}

/** Thrown by requests when there is no open socket to ask. */
export class OfflineError extends Error {
	constructor() {
		super("offline");
		this.name = "OfflineError";
	}
}
