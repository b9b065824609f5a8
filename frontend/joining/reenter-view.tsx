import { api } from "../core/api";
import { t } from "../core/i18n";
import { EntryPage } from "../teams/entry-page";
import { turnDocument } from "../ui/back";
import { Button } from "../ui/button";
import { FailureLine } from "../ui/failure-line";
import { useSubmit } from "../ui/use-submit";

/** Where the leader's code leads: one tap, and this phone is in again. */
export default function ReenterView() {
	const { isBusy, error, submit } = useSubmit(async () => {
		await api.post("/api/v1/reentry", { secret: location.hash.slice(1) });
		turnDocument("/rooms", true);
	});
	return (
		<EntryPage title={t("joining.reenter")} lead={t("joining.reenter_lead")}>
			<form class="form" onSubmit={submit}>
				<FailureLine>{error}</FailureLine>
				<Button kind="primary" type="submit" isWide isBusy={isBusy}>
					{t("joining.reenter_here")}
				</Button>
			</form>
		</EntryPage>
	);
}
