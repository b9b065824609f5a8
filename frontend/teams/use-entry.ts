import { useState } from "preact/hooks";
import { keepEntry, keptEntry } from "../core/kept-entry";

/** A state that a reload of this tab keeps: until one is in, or until it is done with. */
export function useEntry<Value>(
	name: string,
	first: Value,
): [Value, (value: Value) => void] {
	const [value, setValue] = useState<Value>(
		() => keptEntry<Value>(name) ?? first,
	);
	const keep = (next: Value) => {
		keepEntry(name, next);
		setValue(next);
	};
	return [value, keep];
}
