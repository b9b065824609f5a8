import { Sparkles, Target } from "lucide";
import { campaignZone, dayBefore } from "../core/campaign-day";
import { t } from "../core/i18n";
import type { CardProps } from "../core/registry";
import { Card } from "../ui/card";
import { Clock, now } from "../ui/time";
import { countOf } from "./kinds";
import { type Reached, reachedOf } from "./report-data";
import { formatWeekday } from "./words";

/** A round number or a goal: the whole team's moment. */
export function MilestoneCard({ item }: CardProps) {
	const reached = reachedOf(item);
	return (
		<Card
			isOurs
			icon={reached.target ? Target : Sparkles}
			tone="good"
			title={<bdi>{titleOf(reached, item.at)}</bdi>}
			detail={
				<>
					{detailOf(reached)} <Clock at={item.at} />
				</>
			}
		/>
	);
}

function titleOf(
	{ unit, kind, quantity, target }: Reached,
	at: string,
): string {
	const what = countOf(kind, quantity);
	if (target) return t("reports.goal_reached", { what });
	if (unit.kind !== "team")
		return t("reports.milestone_in", { what, unit: unit.name });
	const day = dayBefore(Date.parse(at), 0, campaignZone());
	return day === dayBefore(now.value, 0, campaignZone())
		? t("reports.milestone", { what })
		: t("reports.milestone_on", { what, day: formatWeekday(day) });
}

function detailOf({ unit, last_team }: Reached): string {
	if (last_team) return t("reports.milestone_last", { team: last_team.name });
	return t("reports.milestone_thanks", { team: unit.name });
}
