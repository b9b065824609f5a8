import { BookOpen, MessageCircle } from "lucide";
import { Linked } from "../chat/words";
import { t } from "../core/i18n";
import { called } from "../ui/called";
import { Icon } from "../ui/icon";
import { Clock } from "../ui/time";
import type { Answer } from "./question-data";

/** An answer as it was given: the words, who said them, and where they come from. */
export function AnswerCard({ answer }: { answer: Answer }) {
	return (
		<article class="panel answer">
			<p class="meta answer-head">
				<span class="answer-icon">
					<Icon of={answer.entry ? BookOpen : MessageCircle} />
				</span>
				<span>
					<bdi>{called(answer.by?.name ?? t("desk.library"))}</bdi>
					{answer.at && (
						<>
							{" "}
							· <Clock at={answer.at} />
						</>
					)}
				</span>
			</p>
			<p class="ask-text" dir="auto" lang={answer.language}>
				<Linked text={answer.text} />
			</p>
			{answer.source && (
				<p class="meta" dir="auto">
					{t("desk.source", { source: answer.source })}
				</p>
			)}
		</article>
	);
}
