/**
 * Writes that must not get lost. An entry is stored in IndexedDB before it is sent, belongs to one
 * person (`user`) and goes only over that person's socket, with the same `client_id` until `ok`.
 * Acknowledged entries stay 24 h, to be sent again when the server lost them (reset, reason epoch).
 */
import { computed, signal } from "@preact/signals";
import type { Database, OutboxEntry } from "./database";
import { uuid } from "./ids";
import { OfflineError, type Reply, RequestError } from "./protocol";

const KEEP_ACKNOWLEDGED_MS = 24 * 3_600_000;
const RETRY_MS = 2_000;
const RETRIED = new Set(["rate_limited", "unavailable", "not_ready"]);

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
	private inFlight = new Set<string>();
	private promised = new Map<string, Promised>();
	private retry: ReturnType<typeof setTimeout> | undefined;
	private isOpen = false;
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
	): Promise<Sent> {
		const entry: OutboxEntry = {
			client_id: uuid(),
			user: this.user,
			type,
			fields,
			stream,
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

	/** The socket opened: send all that waits. */
	open(): void {
		this.isOpen = true;
		this.flush();
	}

	closed(): void {
		this.isOpen = false;
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
		this.entries.value = this.entries.value.filter(
			(one) => one.client_id !== clientId,
		);
		this.promised.get(clientId)?.reject(new Error("deleted"));
		this.promised.delete(clientId);
		this.channel?.postMessage(clientId);
	}

	/** The server was restored: what it acknowledged in the last 24 h may be gone. */
	async sendAcknowledgedAgain(): Promise<void> {
		for (const entry of this.entries.value)
			if (entry.state === "sent")
				await this.save({ ...entry, state: "waiting" });
		this.flush();
	}

	private find(clientId: string): OutboxEntry | undefined {
		return this.entries.value.find((one) => one.client_id === clientId);
	}

	private async save(entry: OutboxEntry): Promise<void> {
		await this.db.put("outbox", entry);
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
	}

	private async attempt(entry: OutboxEntry): Promise<void> {
		try {
			const reply = await this.send(entry.type, {
				...entry.fields,
				client_id: entry.client_id,
			});
			await this.acknowledge(entry, reply);
		} catch (error) {
			await this.refused(entry, error);
		}
	}

	private async acknowledge(entry: OutboxEntry, reply: Reply): Promise<void> {
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
		if (error instanceof OfflineError) return;
		if (!(error instanceof RequestError)) throw error;
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

/** One tab sends an entry at a time. Without Web Locks two may: the same `client_id` makes that harmless. */
async function alone(name: string, run: () => Promise<void>): Promise<void> {
	const locks = globalThis.navigator?.locks;
	if (!locks) return run();
	await locks.request(name, { ifAvailable: true }, async (lock) => {
		if (lock) await run();
	});
}
