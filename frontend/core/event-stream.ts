import type { ByeFrame, Position, Push } from "./protocol";

/** The server says something every 20 s: what is silent for so long is dead. */
const SILENT_MS = 45_000;

export interface EventStreamEvents {
	frame(frame: Push | ByeFrame): void;
	/** All that was missed has been told: from here on the stream is live. */
	live(): void;
	/** The answer is over. With a status the server has refused it. */
	ended(status?: number): void;
}

/** One stream of the server over HTTP: `GET /api/v1/streams/{stream}/events`. */
export class EventStream {
	/** Where to go on: what was told up to here need not be told again. */
	position: Position | undefined;
	private readonly abort = new AbortController();
	private readonly events: EventStreamEvents;
	private silence: ReturnType<typeof setTimeout> | undefined;
	private isOver = false;

	constructor(
		stream: string,
		after: Position | undefined,
		user: string,
		events: EventStreamEvents,
	) {
		this.position = after;
		this.events = events;
		void this.open(stream, user);
	}

	close(): void {
		this.isOver = true;
		clearTimeout(this.silence);
		this.abort.abort();
	}

	private async open(stream: string, user: string): Promise<void> {
		try {
			this.listen();
			const response = await fetch(address(stream, this.position), {
				credentials: "same-origin",
				cache: "no-store",
				headers: { Accept: "text/event-stream", "X-Muster-User": user },
				signal: this.abort.signal,
			});
			if (response.ok && response.body) await this.read(response.body);
			this.end(response.ok ? undefined : response.status);
		} catch {
			this.end();
		}
	}

	private async read(body: ReadableStream<Uint8Array>): Promise<void> {
		const reader = body.getReader();
		const decoder = new TextDecoder();
		let rest = "";
		for (;;) {
			const { done, value } = await reader.read();
			if (done || this.isOver) return;
			this.listen();
			const blocks = (rest + decoder.decode(value, { stream: true })).split(
				"\n\n",
			);
			rest = blocks.pop() ?? "";
			for (const block of blocks) this.take(block);
		}
	}

	private take(block: string): void {
		if (this.isOver) return;
		const fields = fieldsOf(block);
		const told = positionOf(fields.get("id"));
		if (told) this.position = told;
		const data = fields.get("data");
		if (data) this.events.frame(JSON.parse(data));
		else if (told) this.events.live();
	}

	private listen(): void {
		clearTimeout(this.silence);
		this.silence = setTimeout(() => {
			this.abort.abort();
			this.end();
		}, SILENT_MS);
	}

	private end(status?: number): void {
		if (this.isOver) return;
		this.isOver = true;
		clearTimeout(this.silence);
		this.events.ended(status);
	}
}

function address(stream: string, after: Position | undefined): string {
	const path = `/api/v1/streams/${encodeURIComponent(stream)}/events`;
	return after ? `${path}?after=${encodeURIComponent(after.join("."))}` : path;
}

/** The lines of one block; a line that begins with a colon is only there to be there. */
function fieldsOf(block: string): Map<string, string> {
	const fields = new Map<string, string>();
	for (const line of block.split("\n")) {
		const colon = line.indexOf(":");
		if (colon > 0)
			fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart());
	}
	return fields;
}

function positionOf(id: string | undefined): Position | undefined {
	if (!id) return undefined;
	const dot = id.lastIndexOf(".");
	return [id.slice(0, dot), Number(id.slice(dot + 1))];
}
