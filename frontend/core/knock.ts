import type { WelcomeFrame } from "./protocol";
import type { Wire } from "./socket";

/** At once: it may have been the server that was away. Then ever more rarely. */
const AFTER_MS = [0, 30_000, 60_000, 300_000];
const TIMEOUT_MS = 10_000;

/**
 * Finds out whether sockets work after all, while event streams are used: one is opened in the background
 * and must answer `hello`, for some networks let a socket open and then swallow what goes through it.
 */
export class Knock {
	private wire: Wire | null = null;
	private tries = 0;
	private timer: ReturnType<typeof setTimeout> | undefined;
	private readonly open: () => Wire;
	private readonly hello: () => Record<string, unknown>;
	private readonly opened: (wire: Wire, welcome: WelcomeFrame) => void;

	constructor(
		open: () => Wire,
		hello: () => Record<string, unknown>,
		opened: (wire: Wire, welcome: WelcomeFrame) => void,
	) {
		this.open = open;
		this.hello = hello;
		this.opened = opened;
	}

	start(): void {
		this.stop();
		this.tries = 0;
		this.later();
	}

	stop(): void {
		clearTimeout(this.timer);
		this.letGo()?.close();
	}

	private later(): void {
		const last = AFTER_MS.length - 1;
		const delay = AFTER_MS[Math.min(this.tries, last)];
		this.tries += 1;
		this.timer = setTimeout(() => this.knock(), delay);
	}

	private knock(): void {
		const wire = this.open();
		this.wire = wire;
		this.timer = setTimeout(() => this.missed(), TIMEOUT_MS);
		wire.onopen = () =>
			wire.send(JSON.stringify({ type: "hello", ref: 0, ...this.hello() }));
		wire.onmessage = ({ data }) => {
			const frame = JSON.parse(data);
			if (frame.type !== "welcome") return;
			clearTimeout(this.timer);
			this.letGo();
			this.opened(wire, frame);
		};
		wire.onclose = () => this.missed();
	}

	private missed(): void {
		this.stop();
		this.later();
	}

	private letGo(): Wire | null {
		const wire = this.wire;
		this.wire = null;
		if (wire) wire.onopen = wire.onmessage = wire.onclose = null;
		return wire;
	}
}
