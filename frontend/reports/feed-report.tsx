import { Activity, ClipboardPlus } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { Icon } from "../ui/icon";
import { feedPlaces, mayIn, placeOf } from "./places";
import { reportFor, type Team } from "./sheet-state";

export function NoReports({ unit }: { unit: string }) {
	const team = teamToReport(unit);
	return (
		<Empty
			icon={Activity}
			title={t("reports.empty")}
			detail={t("reports.empty_detail")}
			action={
				team && (
					<Button
						kind="primary"
						icon={ClipboardPlus}
						onClick={() => {
							reportFor.value = team;
						}}
					>
						{t("reports.report")}
					</Button>
				)
			}
		/>
	);
}

/** The round button over the list. */
export function ReportButton({ unit }: { unit?: string }) {
	const team = teamToReport(unit);
	if (!team) return null;
	return (
		<div class="feed-report">
			<button
				type="button"
				class="composer-primary"
				aria-label={t("reports.report_for", { team: team.name })}
				title={t("reports.report")}
				onClick={() => {
					reportFor.value = team;
				}}
			>
				<Icon of={ClipboardPlus} />
			</button>
		</div>
	);
}

/** The shown team, or else one's own. */
function teamToReport(unit?: string): Team | null {
	const place = mayReport(unit)
		? placeOf(unit)
		: feedPlaces().find((one) => mayReport(one.id));
	if (!place) return null;
	const room = client.store
		.own("room:")
		.find((one) => one.unit?.id === place.id);
	return { id: place.id, name: place.name, stream: room?.stream };
}

function mayReport(unit?: string): boolean {
	return placeOf(unit)?.kind === "team" && mayIn(unit, "report");
}
