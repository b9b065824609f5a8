import { useEffect } from "preact/hooks";
import { t } from "../core/i18n";
import type { ViewProps } from "../core/registry";
import { ConnectionLine } from "../ui/connection-line";
import "../styles/ask.css";
import "../styles/desk.css";
import "../styles/desk-library.css";
import "../styles/desk-queue.css";
import { listenToDeskKeys } from "./desk-keys";
import { queue, selectedId, shownDesk } from "./desk-state";
import { DeskThread } from "./desk-thread";
import { Library } from "./library";
import { questionOf } from "./question-data";
import { Queue } from "./queue";

/** Queue, question, library: side by side where there is room, one at a time on a phone. */
export default function DeskView({ params }: ViewProps) {
	useEffect(() => {
		shownDesk.value = params.question ? "" : (params.unit ?? "");
		selectedId.value = params.question ?? "";
	}, [params.unit, params.question]);
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
