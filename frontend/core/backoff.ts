const BASE_MS = 500;
const LIMIT_MS = 30_000;

/**
 * Full jitter: a uniform share of a window that doubles from 0.5 s to 30 s, so
 * that a thousand phones that lost the same server don't return together.
 */
export class Backoff {
	private attempts = 0;
	private readonly random: () => number;

	constructor(random: () => number = () => Math.random()) {
		this.random = random;
	}

	next(): number {
		const window = Math.min(LIMIT_MS, BASE_MS * 2 ** this.attempts);
		this.attempts += 1;
		return Math.max(BASE_MS / 2, this.random() * window);
	}

	reset(): void {
		this.attempts = 0;
	}
}
