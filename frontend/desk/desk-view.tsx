import { Lock } from "lucide";
import { useEffect } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { ViewProps } from "../core/registry";
import { ConnectionLine } from "../ui/connection-line";
import { Empty } from "../ui/empty";
import { Screen } from "../ui/screen";
import "../styles/ask.css";
import "../styles/desk.css";
import "../styles/desk-library.css";
import "../styles/desk-queue.css";
import { listenToDeskKeys } from "./desk-keys";
import { comeTo, ownDesks, queue, selectedId } from "./desk-state";
import { DeskThread } from "./desk-thread";
import { Library } from "./library";
import { questionOf } from "./question-data";
import { Queue } from "./queue";

/** Who has no desk is told so; the server tells which desks one has. */
export default function DeskView({ params }: ViewProps) {
	const isKnown = client.store.streams.value.size > 0;
	if (isKnown && !hasDesk(params)) return <NoDesk />;
	return <OpenDesk params={params} />;
}

/** A question may have gone to another desk than its address says. */
function hasDesk({ unit, question }: ViewProps["params"]): boolean {
	const desks = ownDesks();
	if (!unit || question) return desks.length > 0;
	return desks.some((desk) => desk.unit?.id === unit);
}

function NoDesk() {
	return (
		<Screen title={t("desk.desk")}>
			<Empty
				icon={Lock}
				title={t("desk.no_desk")}
				detail={t("desk.no_desk_detail")}
				action={
					<a class="button button-plain" href="/ask">
						{t("desk.ask")}
					</a>
				}
			/>
		</Screen>
	);
}

/** Queue, question, library: side by side where there is room, one at a time on a phone. */
function OpenDesk({ params }: ViewProps) {
	useEffect(
		() => comeTo(params.unit, params.question),
		[params.unit, params.question],
	);
	useEffect(() => listenToDeskKeys(), []);
	const isOpen = selectedId.value !== "";
	const item = queue.value.find(
		(one) => questionOf(one)?.id === selectedId.value,
	);
	return (
		<div class={isOpen ? "desk desk-open" : "desk"}>
			<h1 class="visually-hidden">{t("desk.desk")}</h1>
			<div class="desk-connection">
				<ConnectionLine />
			</div>
			<section class="desk-queue" aria-label={t("desk.waiting")}>
				<Queue />
			</section>
			<section class="desk-thread" aria-label={t("desk.question")}>
				<DeskThread
					key={selectedId.value}
					id={selectedId.value}
					held={item && questionOf(item)}
				/>
			</section>
			<aside class="desk-library" aria-label={t("desk.library")}>
				<Library key={selectedId.value} question={item && questionOf(item)} />
			</aside>
		</div>
	);
}
