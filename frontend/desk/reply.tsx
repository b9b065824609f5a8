import { Send } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { GrowingText } from "../ui/text-area";
import { draftOf, write } from "./answer-draft";
import { answer, release } from "./desk-actions";
import { LibrarySheet } from "./library-sheet";
import { LIMIT, type Question } from "./question-data";
import { REPLY_BOX } from "./reply-box";

interface Props {
	question: Question;
	/** The operator took it just now, to write. */
	isTaken: boolean;
}

/** Where the operator who has the question writes. */
export function Reply({ question, isTaken }: Props) {
	const box = useRef<HTMLTextAreaElement>(null);
	const [isBusy, setBusy] = useState(false);
	const draft = draftOf(question.id);
	const people = question.me_toos + 1;
	useEffect(() => {
		// Else j and k would stop at the first question that one has.
		if (isTaken) box.current?.focus();
	}, [isTaken]);
	const send = () => {
		setBusy(true);
		void answer(question).finally(() => setBusy(false));
	};
	return (
		<footer class="desk-foot">
			<GrowingText
				className="input"
				id={REPLY_BOX}
				aria-label={t("desk.your_answer")}
				placeholder={t("desk.your_answer")}
				value={draft.text}
				rows={3}
				maxLength={LIMIT}
				controlRef={box}
				onInput={(text) => {
					write(question.id, text);
					if (text) client.typing(`question:${question.id}`);
				}}
				onKeyDown={(event) => {
					if (event.key === "Escape") box.current?.blur();
					if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey))
						return;
					event.preventDefault();
					send();
				}}
			/>
			<div class="cluster">
				<Button
					kind="primary"
					icon={Send}
					isIconDirectional
					shortcut="Ctrl ↵"
					isBusy={isBusy}
					isDisabled={!draft.text.trim()}
					onClick={send}
				>
					{t("desk.answer")}
				</Button>
				<LibrarySheet question={question} />
				<Button shortcut="r" onClick={() => void release(question)}>
					{t("desk.give_back")}
				</Button>
				<span class="meta desk-goes-to">
					{t("desk.goes_to", { count: people })}
				</span>
			</div>
		</footer>
	);
}
