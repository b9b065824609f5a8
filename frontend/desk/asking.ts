import { useEffect, useRef } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { navigate, path } from "../ui/router";
import { toast } from "../ui/toast";
import { languageOf } from "./language";
import { loadOwnQuestions } from "./own-questions";
import { LIMIT, type Question } from "./question-data";

export const DRAFT = "ask";

/** Longer than this and the person has gone on: nothing opens by itself any more. */
const AT_ONCE_MS = 4_000;

/** Whether the screen that sent it still waits for nothing else. */
type StaysThere = () => boolean;

/** Kept on the phone until sent; once the server has it, its thread opens. */
export async function ask(
	fields: Record<string, unknown>,
	staysThere: StaysThere,
): Promise<void> {
	const open = opener(staysThere);
	const { reply } = await client.send("question.ask", fields);
	try {
		const { question, advice } = await reply;
		if (advice) toast(String(advice));
		open(String(question));
		void loadOwnQuestions();
	} catch (error) {
		if (error instanceof Error) toast(error.message, { kind: "urgent" });
	}
}

/** A reopened question carries no words: with some, it is a new one that holds both. */
export async function askAgain(
	before: Question,
	missing: string,
): Promise<void> {
	const { about, topic, at_the_door } = before;
	const text = withMissing(before.text, missing.trim());
	const fields = {
		text,
		about,
		language: languageOf(text),
		...(topic && { topic }),
		...(at_the_door && { at_the_door }),
	};
	const from = path.peek();
	await ask(fields, () => path.peek() === from);
}

/** The old words give way where both are too long. */
export function withMissing(old: string, missing: string): string {
	const room = LIMIT - missing.length - 1;
	if (old.length <= room) return `${old}\n${missing}`;
	return room > 1 ? `${old.slice(0, room - 1)}…\n${missing}` : missing;
}

/** Beside what is begun there. */
export function draftAgain({ text }: Question): void {
	const begun = client.drafts.read(DRAFT);
	if (begun.includes(text)) return;
	client.drafts.save(DRAFT, begun.trim() ? withMissing(text, begun) : text);
}

export async function follow(
	question: string,
	staysThere: StaysThere,
): Promise<void> {
	const open = opener(staysThere);
	const { reply } = await client.send("question.me_too", { question });
	await reply.then(
		() => open(question),
		(error: Error) => toast(error.message, { kind: "urgent" }),
	);
}

/** Opens the thread of what was sent at once; what had to wait says that it is sent. */
function opener(staysThere: StaysThere): (question: string) => void {
	const started = Date.now();
	const wasLive = client.isLive.peek();
	return (question) => {
		const isAtOnce = wasLive && Date.now() - started < AT_ONCE_MS;
		const address = `/ask/${question}`;
		if (isAtOnce && staysThere()) {
			navigate(address);
			return;
		}
		const dismiss = toast(t("desk.question_sent"), {
			kind: "good",
			action: {
				label: t("desk.open"),
				run: () => {
					dismiss();
					navigate(address);
				},
			},
		});
	};
}

/** True while the screen is there and its box is empty. */
export function useStaysThere(text: string): StaysThere {
	const isThere = useRef(true);
	const words = useRef(text);
	words.current = text;
	useEffect(
		() => () => {
			isThere.current = false;
		},
		[],
	);
	return () => isThere.current && words.current.trim() === "";
}
