import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Item, Reply, StreamSummary } from "./protocol";

export type OutboxState = "waiting" | "failed" | "sent";

export interface OutboxEntry {
	client_id: string;
	user: string;
	type: string;
	fields: Record<string, unknown>;
	/** The stream whose screen shows the entry while it waits. */
	stream?: string;
	/** What its screen needs besides, to show it or to give it back. */
	shown?: Record<string, unknown>;
	created: number;
	state: OutboxState;
	error?: string;
	code?: string;
	reply?: Reply;
	acknowledged?: number;
	/** The server's history that it was acknowledged in. */
	epoch?: string;
}

/** What a phone keeps of one stream so that it can be shown without network. */
export interface KeptStream {
	user: string;
	stream: string;
	epoch: string;
	held: number;
	items: Item[];
	hasBefore: boolean;
	saved: number;
}

interface Schema extends DBSchema {
	outbox: {
		key: string;
		value: OutboxEntry;
		indexes: { user: string };
	};
	streams: {
		key: [string, string];
		value: KeptStream;
		indexes: { user: string };
	};
	kept: { key: string; value: unknown };
}

export interface KeptSession {
	boot: unknown;
	streams: StreamSummary[];
	saved: number;
}

export type Database = IDBPDatabase<Schema>;

/** Open the phone's own store: outbox, kept rows, the last session. */
export function openDatabase(name = "muster"): Promise<Database> {
	return openDB<Schema>(name, 1, {
		upgrade(db) {
			const outbox = db.createObjectStore("outbox", { keyPath: "client_id" });
			outbox.createIndex("user", "user");
			const streams = db.createObjectStore("streams", {
				keyPath: ["user", "stream"],
			});
			streams.createIndex("user", "user");
			db.createObjectStore("kept");
		},
	});
}

/** Forget everything of a person but what they have not sent yet. */
export async function wipe(db: Database, user: string): Promise<void> {
	const change = db.transaction(["streams", "kept"], "readwrite");
	const streams = change.objectStore("streams");
	for (const key of await streams.index("user").getAllKeys(user))
		await streams.delete(key);
	await change.objectStore("kept").clear();
	await change.done;
	await removeAcknowledged(db, user);
}

async function removeAcknowledged(db: Database, user: string): Promise<void> {
	for (const entry of await db.getAllFromIndex("outbox", "user", user))
		if (entry.state === "sent") await db.delete("outbox", entry.client_id);
}

/** Told to commit, the browser does so even if the page is gone by then. */
export async function keepStream(
	db: Database,
	kept: KeptStream,
): Promise<void> {
	const writing = db.transaction("streams", "readwrite");
	void writing.store.put(kept);
	writing.commit();
	await writing.done;
}
