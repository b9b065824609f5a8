import { CircleAlert, CircleCheck, Clock, MessageCircle } from "lucide";
import { client } from "../core/client";
import type { OutboxEntry } from "../core/database";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { ListRow } from "../ui/list-row";
import { Skeleton } from "../ui/skeleton";
import { Ago } from "../ui/time";
import { hasNewAnswer, ownQuestions } from "./own-questions";
import type { Question } from "./question-data";
import { stateLine } from "./state-line";

/** What this person asked, the unsent first. */
export function OwnList() {
	const list = ownQuestions.value;
	const entries = unsent();
	if (!list && entries.length === 0) return <Skeleton rows={3} />;
	return (
		<section class="stack" aria-label={t("desk.your_questions")}>
			<h2 class="section-title">{t("desk.your_questions")}</h2>
			<div class="rows">
				{entries.map((entry) => (
					<UnsentRow key={entry.client_id} entry={entry} />
				))}
				{list?.map((question) => (
					<QuestionRow key={question.id} question={question} />
				))}
			</div>
		</section>
	);
}

export function unsent(): OutboxEntry[] {
	return client.outbox.entries.value.filter(
		(entry) => entry.type === "question.ask" && entry.state !== "sent",
	);
}

function QuestionRow({ question }: { question: Question }) {
	return (
		<ListRow
			href={`/ask/${question.id}`}
			start={<StateIcon question={question} />}
			title={
				<span class="row-words" dir="auto" lang={question.language}>
					{question.text}
				</span>
			}
			detail={
				hasNewAnswer(question.id) ? (
					<strong class="ask-new">{t("desk.new_answer")}</strong>
				) : (
					<>
						{stateLine(question)} · <Ago at={question.asked_at} />
					</>
				)
			}
		/>
	);
}

function StateIcon({ question }: { question: Question }) {
	if (question.state === "claimed")
		return (
			<span class="ask-active">
				<Icon of={MessageCircle} />
			</span>
		);
	if (question.state === "new" || question.state === "reopened")
		return (
			<span class="muted">
				<Icon of={Clock} />
			</span>
		);
	return (
		<span class="good">
			<Icon of={CircleCheck} />
		</span>
	);
}

function UnsentRow({ entry }: { entry: OutboxEntry }) {
	const hasFailed = entry.state === "failed";
	return (
		<div class="row">
			<span class={hasFailed ? "row-start urgent" : "row-start muted"}>
				<Icon of={hasFailed ? CircleAlert : Clock} />
			</span>
			<span class="row-body">
				<span class="row-title">
					<span class="row-words" dir="auto">
						{String(entry.fields.text)}
					</span>
				</span>
				<span class={hasFailed ? "row-detail urgent" : "row-detail"}>
					{hasFailed ? t("core.failed") : t("desk.saved_here")}
				</span>
			</span>
			{hasFailed && (
				<span class="cluster">
					<Button onClick={() => void client.outbox.tryAgain(entry.client_id)}>
						{t("core.try_again")}
					</Button>
					<Button
						kind="danger"
						onClick={() => void client.outbox.remove(entry.client_id)}
					>
						{t("core.delete")}
					</Button>
				</span>
			)}
		</div>
	);
}
