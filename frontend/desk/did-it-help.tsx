import { CircleCheck } from "lucide";
import { useState } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { navigate } from "../ui/router";
import { TextArea } from "../ui/text-area";
import { toast } from "../ui/toast";
import { useDraft } from "../ui/use-draft";
import { askAgain, draftAgain } from "./asking";
import { LIMIT, type Thread } from "./question-data";

/** The asker's verdict, and the way on from either. */
export function DidItHelp({ thread }: { thread: Thread }) {
	if (thread.state === "accepted") return <Helped thread={thread} />;
	return <Verdict thread={thread} />;
}

function Helped({ thread }: { thread: Thread }) {
	return (
		<>
			<Card icon={CircleCheck} tone="good" title={t("desk.thanks")} />
			<div class="cluster">
				<Button
					onClick={() => {
						draftAgain(thread);
						navigate("/ask");
					}}
				>
					{t("desk.ask_once_more")}
				</Button>
			</div>
		</>
	);
}

function Verdict({ thread }: { thread: Thread }) {
	const [missing, setMissing] = useDraft(`ask:${thread.id}`);
	const [busy, setBusy] = useState("");
	const say = (type: string) => {
		setBusy(type);
		void tell(type, thread.id).then(() => setBusy(""));
	};
	return (
		<section class="ask-help">
			<h2>{t("desk.did_it_help")}</h2>
			<Button
				kind="primary"
				isBusy={busy === "question.accept"}
				onClick={() => say("question.accept")}
			>
				{t("desk.it_helped")}
			</Button>
			<TextArea
				label={t("desk.still_missing")}
				hint={t("desk.may_be_empty")}
				value={missing}
				rows={2}
				maxLength={LIMIT}
				onInput={setMissing}
			/>
			<Button isBusy={busy === "question.reopen"} onClick={notHelped}>
				{t("desk.ask_again")}
			</Button>
		</section>
	);

	function notHelped(): void {
		if (!missing.trim()) {
			say("question.reopen");
			return;
		}
		setMissing("");
		void askAgain(thread, missing);
	}
}

async function tell(type: string, question: string): Promise<void> {
	const { reply } = await client.send(type, { question });
	try {
		await reply;
	} catch (error) {
		if (error instanceof Error) toast(error.message, { kind: "urgent" });
	}
}
