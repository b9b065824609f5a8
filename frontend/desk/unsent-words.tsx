import { Clock } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { called } from "../ui/called";
import { Icon } from "../ui/icon";
import { toast } from "../ui/toast";
import { draftOf, setDraft } from "./answer-draft";
import { isMine } from "./desk-state";
import type { Question } from "./question-data";
import { sentAnswer, wordsOf } from "./sent-answers";

/** What was written for a question and is nowhere but here: on its way, or without a way. */
export function UnsentWords({ question }: { question: Question }) {
	const entry = sentAnswer(question);
	const left = draftOf(question.id).text.trim();
	return (
		<>
			{entry && (
				<article class="panel answer">
					<p class="meta answer-head">
						<Icon of={Clock} />
						<span>
							<bdi>{called(client.store.user.value?.name ?? "")}</bdi>
							{entry.state === "waiting" && ` · ${t("desk.saved_here")}`}
						</span>
					</p>
					<p class="ask-text" dir="auto">
						{wordsOf(entry).text}
					</p>
				</article>
			)}
			{left && !isMine(question) && <Left question={question} text={left} />}
		</>
	);
}

function Left({ question, text }: { question: Question; text: string }) {
	return (
		<article class="panel ask-question">
			<p class="meta">{t("desk.words_left")}</p>
			<p class="ask-text" dir="auto">
				{text}
			</p>
			<div class="cluster">
				<button type="button" class="link" onClick={() => void copy(text)}>
					{t("chat.copy_text")}
				</button>
				<button
					type="button"
					class="link"
					onClick={() => setDraft(question.id, { text: "" })}
				>
					{t("core.delete")}
				</button>
			</div>
		</article>
	);
}

async function copy(text: string): Promise<void> {
	await navigator.clipboard?.writeText(text);
	toast(t("chat.text_copied"));
}
