import { useState } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Sheet } from "../ui/sheet";
import { Stepper } from "../ui/stepper";
import { swallowTaps } from "../ui/taps";
import { toast } from "../ui/toast";
import { countOf, nounFor } from "./kinds";
import type { Report } from "./report-data";
import { correcting } from "./sheet-state";

const REASON_MAX = 200;

/** A new number for a report that was filed; the earlier one is kept. */
export function CorrectSheet() {
	const report = correcting.value?.report;
	return report ? <OpenCorrectSheet key={report.id} report={report} /> : null;
}

function OpenCorrectSheet({ report }: { report: Report }) {
	const [quantity, setQuantity] = useState<number | null>(report.quantity);
	const [reason, setReason] = useState("");
	const close = () => {
		correcting.value = null;
	};
	const submit = (tap?: MouseEvent) => {
		if (quantity === null || correcting.peek() === null) return;
		if (tap) swallowTaps(tap);
		close();
		void correct(report, quantity, reason.trim());
	};
	return (
		<Sheet
			isOpen
			onClose={close}
			title={t("reports.correct_title")}
			holdsWords
			actions={
				<Button
					kind="primary"
					isWide
					isDisabled={quantity === null || quantity === report.quantity}
					onClick={submit}
				>
					{t("reports.correct_to", {
						what: countOf(report.kind, quantity ?? report.quantity),
					})}
				</Button>
			}
		>
			<p class="muted">
				{t("reports.it_said", { what: countOf(report.kind, report.quantity) })}
			</p>
			<Stepper
				label={t("reports.how_many", { what: nounFor(report.kind, 5) })}
				value={quantity}
				onChange={setQuantity}
			/>
			<TextField
				label={t("reports.reason")}
				hint={t("reports.reason_hint")}
				value={reason}
				maxLength={REASON_MAX}
				onInput={setReason}
			/>
		</Sheet>
	);
}

async function correct(
	report: Report,
	quantity: number,
	reason: string,
): Promise<void> {
	const { reply } = await client.send("report.correct", {
		report: report.id,
		version: report.version,
		quantity,
		reason,
	});
	await reply
		.then(() => toast(t("reports.corrected_now"), { kind: "good" }))
		.catch((error: Error) => toast(error.message, { kind: "urgent" }));
}
