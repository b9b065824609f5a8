/** Frames and shapes of the wire protocol `muster.v1` (docs/protocol.md). */

export type Position = [epoch: string, seq: number];
export type Locale = "en" | "ar" | "es";

export interface User {
	id: string;
	name: string;
	locale: Locale;
}

export interface By {
	id: string;
	name: string;
	role?: string;
	photo?: string;
}

export interface Unit {
	id: string;
	name: string;
	kind: string;
}

/** One committed fact, or one lasting thing of a page: both have this shape. */
export interface Item<Data = Record<string, unknown>> {
	seq: number;
	kind: string;
	at: string;
	by: By | null;
	data: Data;
	client_id?: string;
}

export interface EventFrame extends Item {
	type: "event";
	stream: string;
}

export interface Message {
	id: string;
	text?: string;
	language?: string;
	version: number;
	edited_at?: string | null;
	deleted?: boolean;
	reply_to?: string | null;
	reactions?: Reaction[];
}

export interface Reaction {
	emoji: string;
	count: number;
	mine?: boolean;
}

export interface StreamSummary {
	stream: string;
	title: string;
	unit?: Unit | null;
	epoch: string;
	head: number;
	read?: number;
	unread?: number;
	mention?: number | boolean;
	may: string[];
}

export interface WelcomeFrame {
	type: "welcome";
	ref: number;
	user: User;
	server_time: string;
	heartbeat_s: number;
	limits: Record<string, number>;
	streams: StreamSummary[];
	more_streams?: boolean;
}

export type Reply = Record<string, unknown> & { duplicate?: boolean };

export interface Page {
	items: Item[];
	has_before: boolean;
	has_after: boolean;
	epoch: string;
	head: number;
}

export type ResetReason = "epoch" | "too_old" | "ahead";

export interface ResetFrame {
	type: "reset";
	stream: string;
	epoch: string;
	head: number;
	reason: ResetReason;
}

export interface DroppedFrame {
	type: "dropped";
	stream: string;
	reason: string;
}

export interface BumpFrame {
	type: "bump";
	stream: string;
	head: number;
	unread: number;
	mention: number | boolean;
}

export type PresenceState = "online" | "away" | "on_shift" | "on_desk";

export interface Present {
	user: { id: string; name: string };
	state: PresenceState;
}

export interface PresenceFrame {
	type: "presence";
	unit: string;
	full?: Present[];
	joined?: Present[];
	changed?: Present[];
	left?: (string | { id: string } | Present)[];
	online: number;
	on_desk?: number;
}

export interface TypingFrame {
	type: "typing";
	stream: string;
	users: { id: string; name: string }[];
}

export interface ByeFrame {
	type: "bye";
	code: number;
	reason: string;
	retry_after_ms: [number, number];
}

export interface ErrorBody {
	code: string;
	message: string;
	field?: string;
	retry_after_ms?: number;
	[extra: string]: unknown;
}

/** Everything the server may send that is not a reply to a `ref`. */
export type Push =
	| EventFrame
	| ResetFrame
	| DroppedFrame
	| BumpFrame
	| PresenceFrame
	| TypingFrame
	| ByeFrame;

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

/** Thrown by requests when there is no open socket to ask. */
export class OfflineError extends Error {
	constructor() {
		super("offline");
		this.name = "OfflineError";
	}
}
