import { useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import type { Unit } from "../core/protocol";
import { Button } from "../ui/button";
import { FailureLine } from "../ui/failure-line";
import { Sheet } from "../ui/sheet";
import { Text } from "../ui/text";
import { toast } from "../ui/toast";
import { useSubmit } from "../ui/use-submit";
import { loadArrival } from "./arrival";

/** Takes one's own request back, after it was asked whether one means it. */
export function Withdraw({ team }: { team: Unit }) {
	const [isAsking, setAsking] = useState(false);
	const { isBusy, error, submit } = useSubmit(async () => {
		await api.remove(`/api/v1/units/${team.id}/request`);
		toast(t("joining.withdrawn", { team: team.name }));
		await loadArrival();
	});
	return (
		<>
			<Button onClick={() => setAsking(true)}>{t("joining.withdraw")}</Button>
			<Sheet
				isOpen={isAsking}
				onClose={() => setAsking(false)}
				title={
					<Text
						k="joining.withdraw_named"
						parts={{ team: <bdi>{team.name}</bdi> }}
					/>
				}
			>
				<form class="form" onSubmit={submit}>
					<p>{t("joining.withdraw_detail")}</p>
					<FailureLine>{error}</FailureLine>
					<Button kind="danger" type="submit" isWide isBusy={isBusy}>
						{t("joining.withdraw_it")}
					</Button>
				</form>
			</Sheet>
		</>
	);
}
