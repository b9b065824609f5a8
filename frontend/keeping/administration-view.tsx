import { KeyRound } from "lucide";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { mayAnywhere } from "../teams/powers";
import { proven } from "../teams/proof-sheet";
import { turnDocument } from "../ui/back";
import { Button } from "../ui/button";
import { FailureLine } from "../ui/failure-line";
import { Screen } from "../ui/screen";
import { Shut } from "../ui/shut";
import { useSubmit } from "../ui/use-submit";

/** The door of the administration, whose pages are the server's own. */
export default function AdministrationView() {
	const { isBusy, error, submit } = useSubmit(async () => {
		await proven(() => api.post("/api/v1/administration"));
		turnDocument("/admin/");
	});
	if (!mayAnywhere("administer"))
		return (
			<Screen title={t("keeping.administration")} back="/me">
				<Shut detail={t("keeping.administration_shut")} />
			</Screen>
		);
	return (
		<Screen title={t("keeping.administration")} back="/me">
			<form class="panel form" onSubmit={submit}>
				<p>{t("keeping.administration_detail")}</p>
				<p class="muted">{t("keeping.administration_ten")}</p>
				<FailureLine>{error}</FailureLine>
				<Button
					kind="primary"
					type="submit"
					icon={KeyRound}
					isBusy={isBusy}
					isWide
				>
					{t("keeping.administration_open")}
				</Button>
			</form>
		</Screen>
	);
}
