import { client } from "../core/client";
import { t } from "../core/i18n";
import { uuid } from "../core/ids";
import { type Reply, RequestError } from "../core/protocol";
import { announce } from "../ui/live-region";
import { toast } from "../ui/toast";
import { draftOf, setDraft } from "./answer-draft";
import type { Question } from "./question-data";
import { ANSWER, ownTab } from "./sent-answers";

export function claim(question: Question): Promise<boolean> {
	return now("question.claim", question);
}

export function release(question: Question): Promise<boolean> {
	return now("question.release", question);
}

/** An entry sent as it is reaches each person in their own language; changed words do not. */
export async function answer(question: Question): Promise<void> {
	const draft = draftOf(question.id);
	const { text, entry } = draft;
	const words = text.trim();
	if (!words) return;
	const isUnchanged = entry !== undefined && entry.text === words;
	const given = isUnchanged ? {} : { text: words };
	const from = entry ? { entry: entry.entry } : {};
	setDraft(question.id, { text: "" });
	const fields = { question: question.id, ...given, ...from };
	try {
		const shown = { text, entry, tab: ownTab() };
		const sent = await client.send(ANSWER, fields, undefined, shown);
		void sent.reply.then(tell, () => {});
	} catch (error) {
		// This browser could not store it.
		setDraft(question.id, draft);
		throw error;
	}
}

function tell({ advice }: Reply): void {
	announce(t("desk.answer_sent"));
	if (advice) toast(String(advice));
}

/** Who takes a question takes it now, or not at all: later it may be somebody else's. */
async function now(type: string, question: Question): Promise<boolean> {
	try {
		await client.request(type, { client_id: uuid(), question: question.id });
		return true;
	} catch (error) {
		complain(error);
		return false;
	}
}

function complain(error: unknown): void {
	const isOffline = !(error instanceof RequestError);
	toast(isOffline ? t("core.no_network") : error.message, { kind: "urgent" });
}
