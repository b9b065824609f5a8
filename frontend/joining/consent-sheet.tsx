import { useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Sheet } from "../ui/sheet";
import { arrival, loadArrival, versionsOf } from "./arrival";
import { Documents } from "./documents";

/** A text is a new one: asked at this visit, and at the next if not now. Nothing is lost. */
export function ConsentSheet() {
	const [isLater, setLater] = useState(false);
	const [error, setError] = useState<string | null>(null);
	const due = arrival.value?.documents ?? [];
	const isFirst = !arrival.value?.has_accepted;
	const agree = () =>
		accept()
			.then(() => loadArrival())
			.catch((failure) => setError(sentenceFor(failure)));
	return (
		<Sheet
			isOpen={due.length > 0 && !isLater}
			onClose={() => setLater(true)}
			title={t(isFirst ? "joining.first_texts" : "joining.new_texts")}
			actions={
				<Button kind="primary" isWide onClick={() => void agree()}>
					{t("joining.agree")}
				</Button>
			}
		>
			<p>
				{t(isFirst ? "joining.first_texts_detail" : "joining.new_texts_detail")}
			</p>
			<Documents documents={due} />
			<FailureLine>{error}</FailureLine>
		</Sheet>
	);
}

async function accept(): Promise<void> {
	const due = versionsOf(arrival.value?.documents ?? []);
	await api.post("/api/v1/consents", { accepted: due });
}
