/** Answers that the server did not take: their words go back to where they were written. */
import { effect, untracked } from "@preact/signals";
import { client } from "../core/client";
import type { OutboxEntry } from "../core/database";
import { t } from "../core/i18n";
import { navigate } from "../ui/router";
import { toast } from "../ui/toast";
import { draftOf, setDraft } from "./answer-draft";
import { selectedId } from "./desk-state";
import { ANSWER, ownTab, together, wordsOf } from "./sent-answers";

/** The tab that sent it may be gone: then another one has its words. */
const OTHERS_WAIT_MS = 3_000;

/** Also what was sent before a reload, and what waited for the network. */
export function takeBackRefused(): () => void {
	// Removing takes a moment, in which the outbox may tell of them again.
	const taken = new Set<string>();
	return effect(() => {
		const refused = client.outbox.entries.value.filter(
			(entry) =>
				entry.type === ANSWER &&
				entry.state === "failed" &&
				!taken.has(entry.client_id),
		);
		for (const entry of refused) {
			taken.add(entry.client_id);
			untracked(() => takeBack(entry));
		}
	});
}

function takeBack({ client_id: id, shown }: OutboxEntry): void {
	const take = () => void client.outbox.take(id, putBack);
	if (shown?.tab === ownTab()) take();
	else setTimeout(take, OTHERS_WAIT_MS);
}

function putBack(entry: OutboxEntry): void {
	const question = String(entry.fields.question);
	setDraft(question, together(draftOf(question), wordsOf(entry)));
	const open = () => navigate(`/desk/all/${question}`);
	const isInSight = selectedId.value === question;
	toast(entry.error ?? t("core.failed"), {
		kind: "urgent",
		action: isInSight ? undefined : { label: t("desk.open"), run: open },
	});
}
