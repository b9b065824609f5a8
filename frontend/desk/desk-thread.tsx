import { ChevronLeft, DoorOpen, Headset } from "lucide";
import { useRef, useState } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { called } from "../ui/called";
import { Empty } from "../ui/empty";
import { Icon } from "../ui/icon";
import { Skeleton } from "../ui/skeleton";
import { Clock } from "../ui/time";
import { ToastPlace } from "../ui/toast";
import { AnswerCard } from "./answer-card";
import { aboutWords } from "./asked-words";
import { claim } from "./desk-actions";
import { isMine, queue, unselect } from "./desk-state";
import { nameOf } from "./desks";
import { isOpen, isWaiting, type Question, type Thread } from "./question-data";
import { Reply } from "./reply";
import { sentAnswer } from "./sent-answers";
import { stateLine } from "./state-line";
import { useThread } from "./thread-data";
import { UnsentWords } from "./unsent-words";
import { formatWait, useSeconds } from "./waiting";

interface Props {
	id: string;
	/** What the queue knows of it: shown at once, and always the newest state. */
	held?: Question;
}

export function DeskThread({ id, held }: Props) {
	const loaded = useThread(id || undefined);
	const thread = typeof loaded === "object" ? loaded : undefined;
	const question = newest(held, thread);
	if (!id) return <NothingChosen />;
	if (!question)
		return loaded === "loading" ? (
			<Skeleton rows={2} kind="card" />
		) : (
			<Empty icon={Headset} title={t("desk.no_question")} />
		);
	return (
		<>
			<ThreadHead question={question} />
			<div class="desk-body">
				<article class="panel ask-question">
					<p class="meta">
						<Asker thread={thread} question={question} />
					</p>
					<p class="ask-text" dir="auto" lang={question.language}>
						{question.text}
					</p>
				</article>
				{thread?.answers.map((answer) => (
					<AnswerCard key={answer.id} answer={answer} />
				))}
				<UnsentWords question={question} />
				{thread && !isOpen(question) && <Told thread={thread} />}
				<Writing id={id} />
			</div>
			<ToastPlace />
			{isOpen(question) && <Foot question={question} />}
		</>
	);
}

function newest(held?: Question, thread?: Thread): Question | undefined {
	if (!held || !thread) return held ?? thread;
	return held.version >= thread.version ? held : thread;
}

function ThreadHead({ question }: { question: Question }) {
	const now = useSeconds();
	return (
		<header class="desk-head">
			<div class="desk-line">
				<button
					type="button"
					class="button button-quiet button-icon desk-back"
					aria-label={t("core.back")}
					onClick={unselect}
				>
					<Icon of={ChevronLeft} size={24} isDirectional />
				</button>
				{question.at_the_door && (
					<span class="desk-door">
						<Icon of={DoorOpen} />
						{t("desk.at_the_door_short")}
					</span>
				)}
				<h2>
					<bdi>{question.unit.name}</bdi>
				</h2>
				<span class="muted desk-fill desk-place">
					<bdi>{nameOf(question.desk)}</bdi>
				</span>
				{isOpen(question) && (
					<span class="muted num">
						{formatWait(now - new Date(question.asked_at).getTime())}
					</span>
				)}
			</div>
		</header>
	);
}

function Asker({ thread, question }: { thread?: Thread; question: Question }) {
	return (
		<>
			{thread?.by && (
				<>
					<bdi>{called(thread.by.name)}</bdi> ·{" "}
				</>
			)}
			<bdi>{question.unit.name}</bdi> · {aboutWords(question.about)} ·{" "}
			<Clock at={question.asked_at} />
		</>
	);
}

function Told({ thread }: { thread: Thread }) {
	return (
		<p class="muted">
			{stateLine(thread)} ·{" "}
			{t("desk.told", { count: thread.told ?? 0, seen: thread.seen ?? 0 })}
		</p>
	);
}

function Writing({ id }: { id: string }) {
	const others = client.store.typing(`question:${id}`).value;
	return (
		<p class="typing desk-typing">
			{others.length > 0 && t("desk.someone_writes")}
		</p>
	);
}

function Foot({ question }: { question: Question }) {
	const wasMine = useRef(isMine(question));
	if (sentAnswer(question)) return null;
	if (isMine(question))
		return <Reply question={question} isTaken={!wasMine.current} />;
	return (
		<footer class="desk-foot">
			{isWaiting(question) ? (
				<TakeIt question={question} />
			) : (
				<p class="muted" role="status">
					{stateLine(question)}
				</p>
			)}
		</footer>
	);
}

function TakeIt({ question }: { question: Question }) {
	const [isBusy, setBusy] = useState(false);
	return (
		<Button
			kind="primary"
			icon={Headset}
			shortcut="c"
			isBusy={isBusy}
			onClick={() => {
				setBusy(true);
				void claim(question).then(() => setBusy(false));
			}}
		>
			{t("desk.take_it")}
		</Button>
	);
}

function NothingChosen() {
	const hasNone = queue.value.length === 0;
	if (hasNone) return <Empty icon={Headset} title={t("desk.opens_here")} />;
	return (
		<Empty
			icon={Headset}
			title={t("desk.choose")}
			detail={t("desk.choose_detail")}
		/>
	);
}
