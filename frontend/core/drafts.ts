import type { Database } from "./database";

const SAVE_AFTER_MS = 300;

/** What a person has begun to write in each room, kept on the phone. */
export class Drafts {
	private timers = new Map<string, ReturnType<typeof setTimeout>>();
	/** What was typed a moment ago and is on its way to the disk. */
	private fresh = new Map<string, string>();
	private readonly db: Database;
	private readonly user: string;

	constructor(db: Database, user: string) {
		this.db = db;
		this.user = user;
	}

	async read(stream: string): Promise<string> {
		const fresh = this.fresh.get(stream);
		if (fresh !== undefined) return fresh;
		const draft = await this.db.get("drafts", [this.user, stream]);
		return draft?.text ?? "";
	}

	save(stream: string, text: string): void {
		clearTimeout(this.timers.get(stream));
		this.fresh.set(stream, text);
		const write = () => void this.write(stream, text);
		if (text) this.timers.set(stream, setTimeout(write, SAVE_AFTER_MS));
		else write();
	}

	private async write(stream: string, text: string): Promise<void> {
		if (text) await this.db.put("drafts", { user: this.user, stream, text });
		else await this.db.delete("drafts", [this.user, stream]);
	}
}
