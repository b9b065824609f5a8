/** A browser's own storage as it behaves, for Node. `room` is how many values it takes. */
export class MemoryStorage {
	private values = new Map<string, string>();
	private readonly room: number;

	constructor(room = Number.POSITIVE_INFINITY) {
		this.room = room;
	}

	get length(): number {
		return this.values.size;
	}

	key(at: number): string | null {
		return [...this.values.keys()][at] ?? null;
	}

	getItem(key: string): string | null {
		return this.values.get(key) ?? null;
	}

	setItem(key: string, value: string): void {
		if (this.values.size >= this.room) throw new Error("QuotaExceededError");
		this.values.set(key, value);
	}

	removeItem(key: string): void {
		this.values.delete(key);
	}
}
