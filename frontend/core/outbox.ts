/**
 * Writes that must not get lost. An entry is stored in IndexedDB before it is sent, belongs to one
 * person (`user`) and goes only over that person's socket, with the same `client_id` until `ok`.
 * Acknowledged entries stay 24 h, to be sent again when the server lost them (another epoch).
 */
import { computed, signal } from "@preact/signals";
import { alone } from "./alone";
import type { Database, OutboxEntry } from "./database";
import { uuid } from "./ids";
import {
	OfflineError,
	type Reply,
	RequestError,
	type ResetFrame,
	UNAVAILABLE,
} from "./protocol";

const KEEP_ACKNOWLEDGED_MS = 24 * 3_600_000;
const RETRY_MS = 2_000;
const RETRIED = new Set(["rate_limited", UNAVAILABLE, "not_ready"]);

export type Sender = (
	type: string,
	fields: Record<string, unknown>,
) => Promise<Reply>;

interface Promised {
	resolve(reply: Reply): void;
	reject(error: Error): void;
}

export interface Sent {
	clientId: string;
	/** Resolves with the server's reply, perhaps much later; rejects when it said no or on delete. */
	reply: Promise<Reply>;
}

export class Outbox {
	readonly entries = signal<OutboxEntry[]>([]);
	readonly waiting = computed(
		() => this.entries.value.filter((one) => one.state === "waiting").length,
	);
	/** Something waits that the server could not save when it was asked last. */
	readonly isRefused = computed(
		() => this.refusedLast.value && this.waiting.value > 0,
	);
	private readonly refusedLast = signal(false);
	private inFlight = new Set<string>();
	private promised = new Map<string, Promised>();
	private retry: ReturnType<typeof setTimeout> | undefined;
	private isOpen = false;
	private epoch = "";
	private readonly db: Database;
	private readonly user: string;
	private readonly send: Sender;
	private readonly channel: BroadcastChannel | null;

	constructor(db: Database, user: string, send: Sender) {
		this.db = db;
		this.user = user;
		this.send = send;
		this.channel =
			typeof BroadcastChannel === "undefined"
				? null
				: new BroadcastChannel(`muster-outbox-${user}`);
		if (this.channel) this.channel.onmessage = () => void this.load();
	}

	/** Read what is stored, for instance by another tab or before a reload. */
	async load(): Promise<void> {
		const stored = await this.db.getAllFromIndex("outbox", "user", this.user);
		const old = Date.now() - KEEP_ACKNOWLEDGED_MS;
		for (const entry of stored)
			if ((entry.acknowledged ?? Infinity) < old)
				await this.db.delete("outbox", entry.client_id);
		this.entries.value = stored
			.filter((entry) => (entry.acknowledged ?? Infinity) >= old)
			.sort((one, other) => one.created - other.created);
		for (const entry of this.entries.value) this.settle(entry);
	}

	/** Store a write and send it as soon as possible. */
	async add(
		type: string,
		fields: Record<string, unknown>,
		stream?: string,
		shown?: Record<string, unknown>,
	): Promise<Sent> {
		const entry: OutboxEntry = {
			client_id: uuid(),
			user: this.user,
			type,
			fields,
			stream,
			shown,
			created: Date.now(),
			state: "waiting",
		};
		const reply = new Promise<Reply>((resolve, reject) => {
			this.promised.set(entry.client_id, { resolve, reject });
		});
		reply.catch(() => {});
		await this.save(entry);
		this.flush();
		return { clientId: entry.client_id, reply };
	}

	/** The socket opened: send all that waits, and what the server's history lacks. */
	open(epoch?: string): void {
		this.isOpen = true;
		if (epoch) void this.begin(epoch);
		this.flush();
	}

	closed(): void {
		this.isOpen = false;
		this.refusedLast.value = false;
		clearTimeout(this.retry);
	}

	close(): void {
		this.closed();
		this.channel?.close();
	}

	flush(): void {
		if (!this.isOpen) return;
		for (const entry of this.entries.value)
			if (entry.state === "waiting" && !this.inFlight.has(entry.client_id))
				void this.deliver(entry);
	}

	/** A failed entry once more. */
	async tryAgain(clientId: string): Promise<void> {
		const entry = this.find(clientId);
		if (!entry) return;
		await this.save({ ...entry, state: "waiting", error: undefined });
		this.flush();
	}

	async remove(clientId: string): Promise<void> {
		await this.db.delete("outbox", clientId);
		this.forget(clientId);
	}

	/** Once, however many tabs ask: `keep` has it before it is gone from here. */
	async take(
		clientId: string,
		keep: (entry: OutboxEntry) => void,
	): Promise<void> {
		const change = this.db.transaction("outbox", "readwrite");
		const entry = await change.store.get(clientId);
		if (entry) {
			keep(entry);
			void change.store.delete(clientId);
		}
		await change.done;
		if (entry) this.forget(clientId);
	}

	private forget(clientId: string): void {
		this.entries.value = this.entries.value.filter(
			(one) => one.client_id !== clientId,
		);
		this.promised.get(clientId)?.reject(new Error("deleted"));
		this.promised.delete(clientId);
		this.channel?.postMessage(clientId);
	}

	/** The server's history has this name: what was acknowledged in another one may be gone. */
	async begin(epoch: string): Promise<void> {
		if (epoch === this.epoch) return;
		this.epoch = epoch;
		await this.sendAgain((entry) => entry.epoch !== epoch);
	}

	/** The server was restored: what it acknowledged in the last 24 h may be gone. */
	async reset(frame: ResetFrame): Promise<void> {
		if (frame.reason === "epoch") await this.begin(frame.epoch);
		// Ahead of the server: it has forgotten, and has not noticed.
		if (frame.reason === "ahead") await this.sendAgain(() => true);
	}

	/** All of them or none: a page that goes away in between begins anew. */
	private async sendAgain(
		isLost: (entry: OutboxEntry) => boolean,
	): Promise<void> {
		const old = Date.now() - KEEP_ACKNOWLEDGED_MS;
		const lost = new Map<string, OutboxEntry>();
		for (const entry of this.entries.value)
			if (
				entry.state === "sent" &&
				(entry.acknowledged ?? 0) >= old &&
				isLost(entry)
			)
				lost.set(entry.client_id, { ...entry, state: "waiting" });
		if (!lost.size) return;
		const change = this.db.transaction("outbox", "readwrite");
		for (const entry of lost.values()) void change.store.put(entry);
		await change.done;
		this.entries.value = this.entries.value.map(
			(entry) => lost.get(entry.client_id) ?? entry,
		);
		this.flush();
	}

	private find(clientId: string): OutboxEntry | undefined {
		return this.entries.value.find((one) => one.client_id === clientId);
	}

	private async save(entry: OutboxEntry): Promise<void> {
		const change = this.db.transaction("outbox", "readwrite");
		void change.store.put(entry);
		// Of a page that goes away a browser drops what isn't committed yet.
		change.commit();
		await change.done;
		const others = this.entries.value.filter(
			(one) => one.client_id !== entry.client_id,
		);
		this.entries.value = [...others, entry].sort(
			(one, other) => one.created - other.created,
		);
		this.channel?.postMessage(entry.client_id);
	}

	private async deliver(entry: OutboxEntry): Promise<void> {
		this.inFlight.add(entry.client_id);
		try {
			await alone(entry.client_id, () => this.attempt(entry));
		} finally {
			this.inFlight.delete(entry.client_id);
		}
		// What went out in an epoch that ended before its reply was here.
		await this.sendAgain(
			(one) => one.client_id === entry.client_id && one.epoch !== this.epoch,
		);
	}

	private async attempt(entry: OutboxEntry): Promise<void> {
		const epoch = this.epoch;
		try {
			const reply = await this.send(entry.type, {
				...entry.fields,
				client_id: entry.client_id,
			});
			await this.acknowledge({ ...entry, epoch }, reply);
		} catch (error) {
			await this.refused(entry, error);
		}
	}

	private async acknowledge(entry: OutboxEntry, reply: Reply): Promise<void> {
		this.refusedLast.value = false;
		const sent: OutboxEntry = {
			...entry,
			state: "sent",
			reply,
			error: undefined,
			acknowledged: Date.now(),
		};
		await this.save(sent);
		this.settle(sent);
	}

	/** Tell who waits for an entry, which another tab may have sent. */
	private settle(entry: OutboxEntry): void {
		if (entry.state !== "sent" || !entry.reply) return;
		this.promised.get(entry.client_id)?.resolve(entry.reply);
		this.promised.delete(entry.client_id);
	}

	private async refused(entry: OutboxEntry, error: unknown): Promise<void> {
		if (error instanceof OfflineError) {
			// Open again already, when one connection took the place of the other.
			if (this.isOpen) this.later(0);
			return;
		}
		if (!(error instanceof RequestError)) throw error;
		this.refusedLast.value = error.code === UNAVAILABLE;
		if (RETRIED.has(error.code)) {
			this.later(error.retryAfterMs ?? RETRY_MS);
			return;
		}
		await this.save({
			...entry,
			state: "failed",
			error: error.message,
			code: error.code,
		});
		this.promised.get(entry.client_id)?.reject(error);
		this.promised.delete(entry.client_id);
	}

	private later(delayMs: number): void {
		clearTimeout(this.retry);
		this.retry = setTimeout(() => this.flush(), delayMs);
	}
}
