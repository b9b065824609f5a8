import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { PresenceFrame, Present } from "./protocol";

/** Who is there in one unit. Above 250 people the server sends counts only. */
export interface Presence {
	people: Present[];
	online: number;
	onDesk: number;
	known: boolean;
}

const NOBODY: Presence = { people: [], online: 0, onDesk: 0, known: false };

/** The presence after one frame: a full list first, then differences. */
export function applyPresence(now: Presence, frame: PresenceFrame): Presence {
	let people = frame.full ?? now.people;
	const gone = new Set((frame.left ?? []).map(idOf));
	const fresh = [...(frame.joined ?? []), ...(frame.changed ?? [])];
	const replaced = new Set(fresh.map((one) => one.user.id));
	people = people.filter(
		(one) => !gone.has(one.user.id) && !replaced.has(one.user.id),
	);
	return {
		people: [...people, ...fresh],
		online: frame.online,
		onDesk: frame.on_desk ?? 0,
		known: true,
	};
}

export class PresenceBoard {
	private units = new Map<string, Signal<Presence>>();
	private names = new Map<string, string>();
	private readonly renamed = signal<ReadonlyMap<string, string>>(new Map());
	private watchers = new Map<string, number>();

	/** How they are called now, where presence says another name than was known. */
	nameOf(user: { id: string; name: string }): string {
		return this.renamed.value.get(user.id) ?? user.name;
	}

	of(unit: string): ReadonlySignal<Presence> {
		return this.signalOf(unit);
	}

	apply(frame: PresenceFrame): void {
		this.hearNames(frame);
		const unit = this.signalOf(frame.unit);
		unit.value = applyPresence(unit.value, frame);
	}

	/** A stream tells it too: of those who are not there just now. */
	rename(user: { id: string; name: string }): void {
		this.hear([user]);
	}

	/** True for the first watcher of a unit. */
	add(unit: string): boolean {
		const count = this.watchers.get(unit) ?? 0;
		this.watchers.set(unit, count + 1);
		return count === 0;
	}

	/** True when nobody watches the unit any more. */
	remove(unit: string): boolean {
		const count = (this.watchers.get(unit) ?? 1) - 1;
		if (count > 0) this.watchers.set(unit, count);
		else this.watchers.delete(unit);
		return count <= 0;
	}

	get watched(): string[] {
		return [...this.watchers.keys()];
	}

	clear(): void {
		for (const unit of this.units.values()) unit.value = NOBODY;
	}

	private hearNames(frame: PresenceFrame): void {
		const named = [
			...(frame.full ?? []),
			...(frame.joined ?? []),
			...(frame.changed ?? []),
		];
		this.hear(named.map((one) => one.user));
	}

	/** Only a name that has changed makes anything that shows names be drawn again. */
	private hear(named: { id: string; name: string }[]): void {
		const fresh = named.filter(({ id, name }) => {
			const before = this.names.get(id);
			this.names.set(id, name);
			return before !== undefined && before !== name;
		});
		if (fresh.length === 0) return;
		this.renamed.value = new Map([
			...this.renamed.value,
			...fresh.map((one) => [one.id, one.name] as const),
		]);
	}

	private signalOf(unit: string): Signal<Presence> {
		const known = this.units.get(unit);
		if (known) return known;
		const fresh = signal(NOBODY);
		this.units.set(unit, fresh);
		return fresh;
	}
}

function idOf(gone: string | { id: string } | Present): string {
	if (typeof gone === "string") return gone;
	return "user" in gone ? gone.user.id : gone.id;
}
