import type { Wire } from "../core/socket";

type Frame = Record<string, unknown>;

/** The server's end of a socket, held by the test. */
export class FakeWire implements Wire {
	readyState = 0;
	onopen: Wire["onopen"] = null;
	onmessage: Wire["onmessage"] = null;
	onclose: Wire["onclose"] = null;
	readonly sent: Frame[] = [];

	send(text: string): void {
		this.sent.push(JSON.parse(text));
	}

	close(): void {
		this.readyState = 3;
	}

	open(): void {
		this.readyState = 1;
		this.onopen?.({} as Event);
	}

	say(frame: Frame): void {
		this.onmessage?.({ data: JSON.stringify(frame) } as MessageEvent);
	}

	fail(code: number): void {
		this.readyState = 3;
		this.onclose?.({ code } as CloseEvent);
	}

	/** Open and answer the `hello`. */
	welcome(streams: Frame[] = []): void {
		this.open();
		this.say({
			type: "welcome",
			ref: this.last("hello").ref,
			user: { id: "1", name: "Alice", locale: "en" },
			server_time: "",
			heartbeat_s: 25,
			limits: {},
			streams,
		});
	}

	all(type: string): Frame[] {
		return this.sent.filter((frame) => frame.type === type);
	}

	last(type: string): Frame {
		const found = this.all(type).pop();
		if (!found) throw new Error(`no ${type} was sent`);
		return found;
	}

	ok(type: string, fields: Frame = {}): void {
		this.say({ type: "ok", ref: this.last(type).ref, ...fields });
	}

	error(type: string, fields: Frame): void {
		this.say({ type: "error", ref: this.last(type).ref, ...fields });
	}
}
