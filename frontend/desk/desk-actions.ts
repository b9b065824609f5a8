import { client } from "../core/client";
import { t } from "../core/i18n";
import { announce } from "../ui/live-region";
import { toast } from "../ui/toast";
import { draftOf, setDraft } from "./desk-state";
import type { Question } from "./question-data";

export function claim(question: Question): Promise<boolean> {
	return write("question.claim", { question: question.id });
}

export function release(question: Question): Promise<boolean> {
	return write("question.release", { question: question.id });
}

/** An entry sent as it is reaches each person in their own language; changed words do not. */
export async function answer(question: Question): Promise<void> {
	const { text, entry } = draftOf(question.id);
	const words = text.trim();
	if (!words) return;
	const isUnchanged = entry !== undefined && entry.text === words;
	const given = isUnchanged ? {} : { text: words };
	const from = entry ? { entry: entry.entry } : {};
	setDraft(question.id, { text: "" });
	const isSent = await write("question.answer", {
		question: question.id,
		...given,
		...from,
	});
	if (isSent) announce(t("desk.answer_sent"));
	else setDraft(question.id, { text, entry });
}

async function write(
	type: string,
	fields: Record<string, unknown>,
): Promise<boolean> {
	const { clientId, reply } = await client.send(type, fields);
	try {
		const { advice } = await reply;
		if (advice) toast(String(advice));
		return true;
	} catch (error) {
		// Said at once; a lost race is nothing to try again.
		void client.outbox.remove(clientId);
		if (error instanceof Error) toast(error.message, { kind: "urgent" });
		return false;
	}
}
