import { Clock, Lock, MessageCircle, WifiOff } from "lucide";
import { useEffect } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { ViewProps } from "../core/registry";
import { Card } from "../ui/card";
import { Empty } from "../ui/empty";
import { announce } from "../ui/live-region";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { Clock as ClockTime } from "../ui/time";
import "../styles/ask.css";
import { AnswerCard } from "./answer-card";
import { aboutWords } from "./asked-words";
import { nameOf, useDestination } from "./desks";
import { DidItHelp } from "./did-it-help";
import { hasNewAnswer, markAnswerSeen } from "./own-questions";
import { isOpen, type Thread } from "./question-data";
import { useThread } from "./thread-data";

/** A question of one's own, or one that one follows, until it is answered. */
export default function QuestionView({ params }: ViewProps) {
	const thread = useThread(params.question);
	return (
		<Screen title={t("desk.question")} back="/ask">
			{typeof thread === "object" ? (
				<Conversation thread={thread} />
			) : (
				<NotYet state={thread} />
			)}
		</Screen>
	);
}

function NotYet({ state }: { state: "loading" | "refused" | "offline" }) {
	if (state === "loading") return <Skeleton rows={3} kind="card" />;
	const isOffline = state === "offline";
	return (
		<Empty
			icon={isOffline ? WifiOff : Lock}
			title={t(isOffline ? "core.no_network" : "desk.no_question")}
		/>
	);
}

function Conversation({ thread }: { thread: Thread }) {
	const isSomebodyThere = useIsSomebodyThere(thread);
	useNews(thread, isSomebodyThere);
	return (
		<>
			<article class="panel ask-question">
				<p class="meta">
					{aboutWords(thread.about)} · <bdi>{thread.unit.name}</bdi> ·{" "}
					<ClockTime at={thread.asked_at} />
				</p>
				<p class="ask-text" dir="auto" lang={thread.language}>
					{thread.text}
				</p>
			</article>
			{thread.answers.map((answer) => (
				<AnswerCard key={answer.id} answer={answer} />
			))}
			{isOpen(thread) && (
				<>
					<Progress thread={thread} isSomebodyThere={isSomebodyThere} />
					<p class="meta">{t("desk.go_on")}</p>
				</>
			)}
			{thread.is_own && !isOpen(thread) && <DidItHelp thread={thread} />}
		</>
	);
}

/** Says aloud what changes, and remembers that the answer was looked at. */
function useNews(thread: Thread, isSomebodyThere: boolean): void {
	const newest = thread.answers[thread.answers.length - 1];
	const said = isOpen(thread)
		? positionLine(thread, isSomebodyThere)
		: (newest?.text ?? "");
	useEffect(() => {
		announce(isOpen(thread) ? said : t("desk.announce_answer", { text: said }));
	}, [said]);
	const isNews = hasNewAnswer(thread.id);
	useEffect(() => {
		if (isNews) markAnswerSeen(thread.id);
	}, [thread.id, isNews]);
}

/** While that is not known, the usual wait is what one can say. */
function useIsSomebodyThere(thread: Thread): boolean {
	return useDestination(thread.at_the_door)?.onDesk !== 0;
}

interface ProgressProps {
	thread: Thread;
	isSomebodyThere: boolean;
}

function Progress({ thread, isSomebodyThere }: ProgressProps) {
	const typists = client.store.typing(`question:${thread.id}`).value;
	const isTaken = thread.state === "claimed";
	return (
		<Card
			icon={isTaken ? MessageCircle : Clock}
			title={positionLine(thread, isSomebodyThere)}
			detail={
				isTaken && typists.length > 0
					? t("desk.someone_writes")
					: nameOf(thread.desk)
			}
		/>
	);
}

function positionLine(thread: Thread, isSomebodyThere: boolean): string {
	if (thread.state === "claimed")
		return t("desk.is_answering", { name: thread.claimed_by?.name ?? "…" });
	if (!isSomebodyThere)
		return thread.ahead > 0
			? t("desk.sent_ahead_nobody", { count: thread.ahead })
			: t("desk.sent_nobody");
	const minutes = Math.max(1, Math.round(thread.usual_wait_s / 60));
	return thread.ahead > 0
		? t("desk.sent_ahead", { count: thread.ahead, minutes })
		: t("desk.sent_next", { minutes });
}
