import { BookOpen, Users } from "lucide";
import { useEffect } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { announce } from "../ui/live-region";
import { Ago, now } from "../ui/time";
import { checkedWhen } from "./entry-line";
import type { Entry } from "./question-data";
import type { OpenQuestion, Suggestions } from "./suggestions";

interface Props {
	found: Suggestions;
	use: (entry: string) => void;
	follow: (question: string) => void;
}

/** The library first, then what others are asking right now. */
export function SuggestionList({ found, use, follow }: Props) {
	const count = found.answers.length + found.open_questions.length;
	useEffect(() => {
		if (count > 0) announce(t("desk.suggestions_found", { count }));
	}, [count]);
	if (count === 0) return null;
	return (
		<section class="stack ask-suggestions" aria-label={t("desk.may_fit")}>
			<h2 class="section-title">{t("desk.may_fit")}</h2>
			{found.answers.map((entry) => (
				<AnswerCard key={entry.entry} entry={entry} use={use} />
			))}
			{found.open_questions.map((question) => (
				<OtherCard key={question.question} asked={question} follow={follow} />
			))}
		</section>
	);
}

function AnswerCard({ entry, use }: { entry: Entry } & Pick<Props, "use">) {
	return (
		<Card
			icon={BookOpen}
			title={<span lang={entry.language}>{entry.title}</span>}
		>
			<p class="ask-suggested" dir="auto" lang={entry.language}>
				{entry.text}
			</p>
			<p class="meta">
				<EntryMeta entry={entry} />
			</p>
			<div class="cluster">
				<Button kind="primary" onClick={() => use(entry.entry)}>
					{t("desk.use_this")}
				</Button>
			</div>
		</Card>
	);
}

function EntryMeta({ entry }: { entry: Entry }) {
	const parts = [
		entry.jurisdiction,
		checkedWhen(entry.checked_at, now.value),
		entry.helped > 0 && t("desk.helped_people", { count: entry.helped }),
	];
	return <>{parts.filter(Boolean).join(" · ")}</>;
}

interface OtherProps extends Pick<Props, "follow"> {
	asked: OpenQuestion;
}

function OtherCard({ asked, follow }: OtherProps) {
	return (
		<Card
			icon={Users}
			title={
				<span class="ask-other" lang={asked.language}>
					{t("desk.quoted", { text: asked.text })}
				</span>
			}
			detail={
				<>
					{t("desk.asked_by_others", { count: asked.others })}{" "}
					<Ago at={asked.asked_at} />
				</>
			}
		>
			<div class="cluster">
				<Button onClick={() => follow(asked.question)}>
					{t("desk.me_too")}
				</Button>
			</div>
		</Card>
	);
}
