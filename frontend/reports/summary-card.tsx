import { formatNumber, formatTime, t } from "../core/i18n";
import type { CardProps } from "../core/registry";
import { Card } from "../ui/card";
import { now } from "../ui/time";
import { iconOf } from "./icons";
import { countOf } from "./kinds";
import { type Summary, summaryOf } from "./report-data";

const HOUR_MS = 3_600_000;

/** What the teams of an office or a state did in one hour. */
export function SummaryCard({ item }: CardProps) {
	const summary = summaryOf(item);
	return (
		<Card
			isOurs
			icon={iconOf(summary.kind)}
			title={<bdi>{countOf(summary.kind, summary.quantity)}</bdi>}
			end={<span class="meta">{spanOf(summary)}</span>}
			detail={[
				t("reports.teams", { count: summary.teams }),
				topOf(summary),
			].join(t("reports.separator"))}
		/>
	);
}

function spanOf({ from }: Summary): string {
	const start = Date.parse(from);
	const end = start + HOUR_MS;
	if (now.value < end) return t("reports.since", { time: formatTime(start) });
	return t("reports.between", {
		from: formatTime(start),
		to: formatTime(end),
	});
}

function topOf({ top, teams }: Summary): string {
	const named = top.map((one) => `${one.team} ${formatNumber(one.quantity)}`);
	const list = named.join(t("reports.comma"));
	return teams > top.length ? `${list}…` : list;
}
