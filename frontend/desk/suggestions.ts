/** What may answer a question while it is still being typed. */
import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";
import { RequestError } from "../core/protocol";
import { languageOf } from "./language";
import type { Entry } from "./question-data";

const QUIET_MS = 400;
const AGAIN_MS = 1_100;
const FEWEST_LETTERS = 4;

export interface OpenQuestion {
	question: string;
	text: string;
	language: string;
	asked_at: string;
	others: number;
}

export interface Suggestions {
	answers: Entry[];
	open_questions: OpenQuestion[];
}

export const NONE: Suggestions = { answers: [], open_questions: [] };

/** Asked for once the person pauses; what was found stays until something better is. */
export function useSuggestions(text: string): Suggestions {
	const [found, setFound] = useState(NONE);
	const words = text.trim();
	const isLive = client.isLive.value;
	useEffect(() => {
		if (words.length < FEWEST_LETTERS || !isLive) {
			setFound(NONE);
			return;
		}
		let timer = setTimeout(ask, QUIET_MS);
		let isCurrent = true;
		return () => {
			isCurrent = false;
			clearTimeout(timer);
		};

		async function ask(): Promise<void> {
			try {
				const reply = await client.request("question.suggest", {
					text: words,
					language: languageOf(words),
				});
				if (isCurrent) setFound(reply as unknown as Suggestions);
			} catch (error) {
				const isTooFast =
					error instanceof RequestError && error.code === "rate_limited";
				if (isCurrent && isTooFast) timer = setTimeout(ask, AGAIN_MS);
			}
		}
	}, [words, isLive]);
	return found;
}
