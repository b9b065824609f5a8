import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";

/** What is begun in one place, the same in all tabs of a person: none writes over another's words. */
export function useDraft(place: string): [string, (text: string) => void] {
	const [text, setText] = useState(() => client.drafts.read(place));
	useEffect(() => client.drafts.follow(place, setText), [place]);
	const change = (next: string) => {
		setText(next);
		client.drafts.save(place, next);
	};
	return [text, change];
}
