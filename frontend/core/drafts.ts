export type DraftStorage = Pick<
	Storage,
	"getItem" | "setItem" | "removeItem" | "key" | "length"
>;

/**
 * What a person has begun to write in each place, kept on the phone. Written at each key, in one go: a
 * page that is closed waits for nothing.
 */
export class Drafts {
	/** What the phone refused to store lives as long as the page. */
	private refused = new Map<string, string>();
	private readonly storage: DraftStorage;
	private readonly prefix: string;

	constructor(storage: DraftStorage, user: string) {
		this.storage = storage;
		this.prefix = `muster-draft:${user}:`;
	}

	read(place: string): string {
		const key = this.prefix + place;
		return this.refused.get(key) ?? this.storage.getItem(key) ?? "";
	}

	save(place: string, text: string): void {
		const key = this.prefix + place;
		this.refused.delete(key);
		if (!text) {
			this.storage.removeItem(key);
			return;
		}
		try {
			this.storage.setItem(key, text);
		} catch {
			this.refused.set(key, text);
		}
	}

	/** `take` gets what another tab writes there, or wrote while this one slept. */
	follow(place: string, take: (text: string) => void): () => void {
		const key = this.prefix + place;
		const hear = (event: StorageEvent) => {
			if (event.key === key) take(event.newValue ?? "");
		};
		const wake = () => take(this.read(place));
		addEventListener("storage", hear);
		addEventListener("focus", wake);
		addEventListener("pageshow", wake);
		return () => {
			removeEventListener("storage", hear);
			removeEventListener("focus", wake);
			removeEventListener("pageshow", wake);
		};
	}

	clear(): void {
		this.refused.clear();
		for (let at = this.storage.length - 1; at >= 0; at -= 1) {
			const key = this.storage.key(at);
			if (key?.startsWith(this.prefix)) this.storage.removeItem(key);
		}
	}
}
