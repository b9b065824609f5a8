/** One question with its answers: loaded once, then changed by every event that names it. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { type EventFrame, RequestError } from "../core/protocol";
import {
	type Answer,
	isOpen,
	isWaiting,
	questionOf,
	type Thread,
} from "./question-data";

const LOOK_AGAIN_MS = 15_000;

export type Loaded = Thread | "loading" | "refused" | "offline";

export function useThread(id: string | undefined): Loaded {
	const [thread, setThread] = useState<Loaded>("loading");
	const isLive = client.isLive.value;
	useEffect(() => {
		if (!id) return;
		let isCurrent = true;
		const show = (next: (now: Loaded) => Loaded) => {
			if (isCurrent) setThread(next);
		};
		void load(id, show);
		const stop = client.onEvent((event) => {
			if (questionOf(event)?.id !== id) return;
			show((now) => withEvent(now, event));
			if (event.kind === "question.answered") void load(id, show);
		});
		return () => {
			isCurrent = false;
			stop();
		};
	}, [id, isLive]);
	const isFollowed =
		typeof thread === "object" && thread.follows && isOpen(thread);
	useEffect(() => {
		if (!id || !isFollowed) return;
		// Only its asker's inbox tells how a question moves; who follows it looks.
		const timer = setInterval(() => void load(id, setThread), LOOK_AGAIN_MS);
		return () => clearInterval(timer);
	}, [id, isFollowed]);
	return typeof thread === "object" && thread.id !== id ? "loading" : thread;
}

async function load(
	id: string,
	show: (next: (now: Loaded) => Loaded) => void,
): Promise<void> {
	try {
		const fresh = await api.get<Thread>(`/api/v1/questions/${id}`);
		show(() => fresh);
	} catch (error) {
		const isRefused = error instanceof RequestError;
		show((now) => {
			if (typeof now === "object" && now.id === id) return now;
			return isRefused ? "refused" : "offline";
		});
	}
}

/** What the event changes at once, before anything is fetched. */
export function withEvent(now: Loaded, event: EventFrame): Loaded {
	const question = questionOf(event);
	if (typeof now !== "object" || !question) return now;
	const answer = event.data.answer as Answer | undefined;
	if (!answer && question.version < now.version) return now;
	const ahead = event.data.ahead as number | undefined;
	const wait = event.data.usual_wait_s as number | undefined;
	return {
		...now,
		...question,
		claimed_by: question.claimed_by,
		ahead: isWaiting(question) ? (ahead ?? now.ahead) : 0,
		usual_wait_s: wait ?? now.usual_wait_s,
		answers: answer ? withAnswer(now.answers, answer, event) : now.answers,
	};
}

function withAnswer(
	answers: Answer[],
	answer: Answer,
	event: EventFrame,
): Answer[] {
	if (answers.some((one) => one.id === answer.id)) return answers;
	const by = event.by ?? undefined;
	return [...answers, { ...answer, by, at: event.at }];
}
