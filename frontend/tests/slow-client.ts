import "fake-indexeddb/auto";
import { expect, vi } from "vitest";
import { registerMessageFolds } from "../chat/message-data";
import { Client } from "../core/client";
import { openDatabase } from "../core/database";
import { StreamWire } from "../core/stream-wire";
import { FakeWire } from "./fake-wire";
import { MemoryStorage } from "./memory-storage";
import { StreamServer } from "./stream-server";

registerMessageFolds();

export const INBOX = "user:1";
export const ROOM = {
	stream: "room:1",
	title: "Riverside",
	epoch: "e",
	head: 1,
	read: 1,
	unread: 0,
	mention: 0,
	may: ["read", "post"],
};
export const PAGE = {
	items: [posted(1)],
	has_before: false,
	has_after: false,
	epoch: "e",
	head: 1,
};

/** Alice's client, whose sockets and whose HTTP are in the hands of the test. */
export class SlowClient {
	readonly server = new StreamServer();
	readonly sockets: FakeWire[] = [];
	readonly endings: string[] = [];
	private made: Client | undefined;

	get client(): Client {
		if (!this.made) throw new Error("not started");
		return this.made;
	}

	/** The socket that was opened last. */
	get socket(): FakeWire {
		const last = this.sockets[this.sockets.length - 1];
		if (!last) throw new Error("no socket was opened");
		return last;
	}

	get seqs(): number[] {
		const { items } = this.client.store.content("room:1").value;
		return items.map((item) => item.seq);
	}

	async start(database: string): Promise<void> {
		vi.useFakeTimers({
			toFake: ["setTimeout", "clearTimeout", "setInterval", "Date"],
		});
		vi.spyOn(Math, "random").mockReturnValue(0);
		this.server.streams = [ROOM];
		this.server.reply = ({ type }) => [200, type === "stream.page" ? PAGE : {}];
		this.made = new Client({
			db: await openDatabase(database),
			drafts: new MemoryStorage(),
			user: { id: "1", name: "Alice", locale: "en" },
			locale: "en",
			open: () => {
				const wire = new FakeWire();
				this.sockets.push(wire);
				return wire;
			},
			openSlow: () => new StreamWire("1"),
			ended: (ending) => this.endings.push(ending),
		});
		this.made.follow("room:1");
		await this.made.start();
	}

	stop(): void {
		this.client.stop();
		vi.useRealTimers();
		vi.restoreAllMocks();
		vi.unstubAllGlobals();
	}

	async missSockets(): Promise<void> {
		for (let miss = 0; miss < 2; miss += 1) {
			this.socket.fail(1006);
			await vi.advanceTimersByTimeAsync(300);
		}
	}

	/** Two sockets that never open, and the streams that take their place. */
	async fallBack(): Promise<void> {
		await this.missSockets();
		await vi.waitFor(() => expect(this.client.connection.value).toBe("slow"));
		await vi.waitFor(() => expect(this.server.open("room:1")).toBeDefined());
		this.server.open(INBOX)?.live("e.0");
		this.server.open("room:1")?.live("e.1");
	}
}

export function event(seq: number) {
	return { type: "event", stream: "room:1", ...posted(seq) };
}

function posted(seq: number) {
	return {
		seq,
		kind: "message.posted",
		at: "2026-11-03T18:00:00Z",
		by: { id: "2", name: "Bob" },
		data: { message: { id: `m${seq}`, text: `text ${seq}`, version: 1 } },
	};
}
