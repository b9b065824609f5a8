import { DoorOpen, Headset } from "lucide";
import { useEffect, useRef } from "preact/hooks";
import { client } from "../core/client";
import { formatExact, languageName, t } from "../core/i18n";
import type { Item } from "../core/protocol";
import { Empty } from "../ui/empty";
import { Icon } from "../ui/icon";
import { Skeleton } from "../ui/skeleton";
import { Tabs } from "../ui/tabs";
import { ToastPlace } from "../ui/toast";
import { aboutWords } from "./asked-words";
import {
	isWaitingItem,
	ownDesks,
	queue,
	select,
	selectedId,
	showDesk,
	shownDesk,
} from "./desk-state";
import { nameOf } from "./desks";
import { OnDeskSwitch } from "./on-desk";
import { type Question, questionOf } from "./question-data";
import { formatWait, useSeconds } from "./waiting";

/** Everything that waits, in the order in which to take it. */
export function Queue() {
	const now = useSeconds();
	const items = queue.value;
	return (
		<>
			<header class="desk-head">
				<QueueTitle now={now} items={items} />
				<span class="desk-duty">
					<OnDeskSwitch />
				</span>
				<DeskTabs />
			</header>
			{items.length === 0 ? (
				<NothingWaits />
			) : (
				<ol class="desk-list">
					{items.map((item) => (
						<li key={questionOf(item)?.id}>
							<QueueRow item={item} now={now} />
						</li>
					))}
				</ol>
			)}
			{selectedId.value === "" && <ToastPlace />}
		</>
	);
}

function QueueTitle({ now, items }: { now: number; items: Item[] }) {
	const waiting = items.filter(isWaitingItem);
	const longest = Math.max(
		0,
		...waiting.map((item) => now - askedAt(item).getTime()),
	);
	return (
		<div class="desk-line">
			<h2>{t("desk.waiting")}</h2>
			<span class="muted desk-fill">
				{waiting.length > 0 &&
					t("desk.longest", {
						count: waiting.length,
						time: formatWait(longest),
					})}
			</span>
			<kbd class="key muted">j k</kbd>
		</div>
	);
}

function DeskTabs() {
	const desks = ownDesks();
	if (desks.length < 2) return null;
	const options = desks.map((desk) => ({
		id: desk.unit?.id ?? "",
		label: desk.unit ? nameOf(desk.unit) : desk.title,
	}));
	return (
		<Tabs
			label={t("desk.desks")}
			options={[{ id: "", label: t("desk.all_desks") }, ...options]}
			current={shownDesk.value}
			onSelect={showDesk}
		/>
	);
}

function NothingWaits() {
	const isLoaded = ownDesks().every(
		(desk) => client.store.content(desk.stream).value.loaded,
	);
	if (!isLoaded) return <Skeleton rows={4} />;
	return (
		<Empty
			icon={Headset}
			title={t("desk.queue_empty")}
			detail={t("desk.queue_empty_detail")}
		/>
	);
}

function QueueRow({ item, now }: { item: Item; now: number }) {
	const row = useRef<HTMLButtonElement>(null);
	const question = questionOf(item) as Question;
	const isCurrent = question.id === selectedId.value;
	const wait = formatWait(now - askedAt(item).getTime());
	useEffect(() => {
		if (isCurrent) row.current?.scrollIntoView({ block: "nearest" });
	}, [isCurrent]);
	return (
		<button
			type="button"
			ref={row}
			class="desk-row"
			aria-current={isCurrent ? "true" : undefined}
			onClick={() => select(question)}
		>
			<span class="desk-row-line">
				{question.at_the_door && (
					<span class="desk-door">
						<Icon of={DoorOpen} />
						{t("desk.door")}
					</span>
				)}
				<time
					dateTime={question.asked_at}
					title={formatExact(question.asked_at)}
				>
					{wait}
				</time>
				<span title={languageName(question.language)}>
					<span aria-hidden="true">{question.language}</span>
					<span class="visually-hidden">{languageName(question.language)}</span>
				</span>
				<span class="desk-fill">
					<bdi>{question.unit.name}</bdi>
				</span>
				<span class="desk-row-end">{rowEnd(question)}</span>
			</span>
			<span class="desk-row-text" dir="auto" lang={question.language}>
				{question.text}
			</span>
		</button>
	);
}

function rowEnd(question: Question) {
	if (question.state === "claimed") return <Holder question={question} />;
	if (question.me_toos > 0) return t("desk.same", { count: question.me_toos });
	if (question.state === "reopened") return t("desk.again");
	if (question.about === "voter_asks") return null;
	return aboutWords(question.about);
}

function Holder({ question }: { question: Question }) {
	const isSelf = question.claimed_by?.id === client.store.user.value?.id;
	return isSelf ? (
		<strong>{t("desk.you")}</strong>
	) : (
		<bdi>{question.claimed_by?.name}</bdi>
	);
}

function askedAt(item: Item): Date {
	return new Date(questionOf(item)?.asked_at ?? item.at);
}
