/** Small lists that this phone keeps, so that a report can be filed without network. */
import { type Signal, signal } from "@preact/signals";

export interface Kept<Value> {
	now: Signal<Value>;
	set: (value: Value) => void;
}

export function kept<Value>(name: string, empty: Value): Kept<Value> {
	const key = `muster-${name}`;
	const now = signal<Value>(read(key, empty));
	return {
		now,
		set: (value) => {
			now.value = value;
			try {
				localStorage.setItem(key, JSON.stringify(value));
			} catch {
				// A full or closed storage: the list is fetched again next time.
			}
		},
	};
}

function read<Value>(key: string, empty: Value): Value {
	try {
		const text = localStorage.getItem(key);
		return text ? (JSON.parse(text) as Value) : empty;
	} catch {
		return empty;
	}
}
