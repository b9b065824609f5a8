import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { type Draft, whatOf } from "./sheet-state";

interface SubmitProps {
	draft: Draft;
	isAsking: boolean;
	onSubmit: (tap: MouseEvent) => void;
	onBack: () => void;
}

export function SubmitPart({ draft, isAsking, onSubmit, onBack }: SubmitProps) {
	const what = whatOf(draft);
	if (isAsking)
		return (
			<div class="report-unlikely">
				<p>{t("reports.unlikely", { what })}</p>
				<div class="cluster">
					<Button kind="primary" onClick={onSubmit}>
						{t("reports.unlikely_yes", { what })}
					</Button>
					<Button onClick={onBack}>{t("reports.unlikely_no")}</Button>
				</div>
			</div>
		);
	return (
		<Button
			kind="primary"
			isWide
			isDisabled={draft.quantity === null || !draft.kind}
			onClick={onSubmit}
		>
			{draft.quantity === null
				? t("reports.report")
				: t("reports.submit", { what })}
		</Button>
	);
}
