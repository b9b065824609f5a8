import { vi } from "vitest";

type Frame = Record<string, unknown>;

/** The server's end of one event stream, held by the test. */
class Answer {
	isOver = false;
	readonly after: string | null;
	private readonly out: ReadableStreamDefaultController<Uint8Array>;

	constructor(
		url: URL,
		signal: AbortSignal,
		out: ReadableStreamDefaultController<Uint8Array>,
	) {
		this.after = url.searchParams.get("after");
		this.out = out;
		signal.addEventListener("abort", () => {
			if (!this.isOver) out.error(new DOMException("", "AbortError"));
			this.isOver = true;
		});
	}

	write(text: string): void {
		this.out.enqueue(new TextEncoder().encode(text));
	}

	live(position: string): void {
		this.write(`retry: 1000\n\nid: ${position}\n\n`);
	}

	tell(frame: Frame, id?: string): void {
		const position = id ? `id: ${id}\n` : "";
		const data = JSON.stringify(frame);
		this.write(`${position}event: ${frame.type}\ndata: ${data}\n\n`);
	}

	end(): void {
		this.isOver = true;
		this.out.close();
	}
}

/** The HTTP half of a server, as far as the slow way asks for it. */
export class StreamServer {
	user = { id: "1", name: "Alice", locale: "en" };
	streams: Frame[] = [];
	isDown = false;
	readonly refused = new Map<string, number>();
	readonly commands: Frame[] = [];
	readonly named: (string | null)[] = [];
	reply: (frame: Frame) => [status: number, body: Frame] = () => [200, {}];
	private readonly answers = new Map<string, Answer[]>();

	constructor() {
		vi.stubGlobal("fetch", (path: string, init: RequestInit) =>
			this.answer(new URL(path, "http://muster.test"), init),
		);
	}

	/** The stream as it was opened last; undefined before that. */
	open(stream: string): Answer | undefined {
		const answers = this.all(stream);
		return answers[answers.length - 1];
	}

	all(stream: string): Answer[] {
		return this.answers.get(stream) ?? [];
	}

	get held(): string[] {
		return [...this.answers]
			.filter(([, answers]) => answers.some((one) => !one.isOver))
			.map(([stream]) => stream);
	}

	private async answer(url: URL, init: RequestInit): Promise<Response> {
		if (this.isDown) throw new TypeError("Failed to fetch");
		const stream = /streams\/([^/]+)\/events$/.exec(url.pathname)?.[1];
		if (stream) return this.stream(decodeURIComponent(stream), url, init);
		if (url.pathname.endsWith("/me")) return Response.json(this.user);
		if (url.pathname.endsWith("/streams"))
			return Response.json({ items: this.streams });
		const frame = JSON.parse(init.body as string);
		this.commands.push(frame);
		this.named.push(new Headers(init.headers).get("X-Muster-User"));
		const [status, body] = this.reply(frame);
		return Response.json(body, { status });
	}

	private stream(name: string, url: URL, init: RequestInit): Response {
		const status = this.refused.get(name);
		if (status) return Response.json({ code: "refused" }, { status });
		const body = new ReadableStream<Uint8Array>({
			start: (out) => {
				const answer = new Answer(url, init.signal as AbortSignal, out);
				this.answers.set(name, [...this.all(name), answer]);
			},
		});
		return new Response(body);
	}
}
