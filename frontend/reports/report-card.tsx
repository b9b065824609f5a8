import { Pencil, Undo2 } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { Item } from "../core/protocol";
import type { CardProps } from "../core/registry";
import "../styles/report-card.css";
import { campaignZone, dayBefore } from "../core/campaign-day";
import { called } from "../ui/called";
import { Card } from "../ui/card";
import { Menu, type MenuItem } from "../ui/menu";
import { Clock } from "../ui/time";
import { undoable } from "../ui/toast";
import { iconOf } from "./icons";
import { countOf } from "./kinds";
import { mayIn, placeOf } from "./places";
import { type Reported, reportedOf } from "./report-data";
import { correcting } from "./sheet-state";
import { takingBack, voidReport } from "./taking-back";
import { correctedLine, nameOf, takenBackLine } from "./who-did-it";
import { formatWeekday } from "./words";

const OWN_WINDOW_MS = 24 * 3_600_000;

/** One report in a room or a team's feed: who, what, how many, and the team's new total. */
export function ReportCard({ item, stream, isOwn }: CardProps) {
	const { report } = reportedOf(item);
	const isGone = report.voided || takingBack.value.has(report.id);
	if (isGone)
		return <p class="report-gone">{takenBackLine(item, stream, isOwn)}</p>;
	return (
		<Card
			isOurs
			icon={iconOf(report.kind)}
			title={
				<>
					<bdi>{nameOf(item, stream, isOwn)}</bdi>
					{t("reports.separator")}
					<bdi>{countOf(report.kind, report.quantity)}</bdi>
				</>
			}
			detail={<Detail item={item} stream={stream} />}
			end={<End item={item} stream={stream} isOwn={isOwn} />}
		>
			{report.note && (
				<p class="report-note" dir="auto">
					{report.note}
				</p>
			)}
		</Card>
	);
}

function Detail({ item, stream }: { item: Item; stream: string }) {
	const reported = reportedOf(item);
	const pieces = [totalLine(reported, item.at), ...remarks(item, stream)];
	return (
		<>
			{pieces.filter(Boolean).join(t("reports.separator"))}
			{t("reports.separator")}
			<Clock at={item.at} />
		</>
	);
}

function totalLine({ report, total }: Reported, at: string): string {
	const team = placeOf(report.team)?.name ?? "";
	const filed = dayBefore(Date.parse(at), 0, campaignZone());
	if (report.action_date === filed)
		return t("reports.team_now", { team, count: total });
	const day = formatWeekday(report.action_date);
	return t("reports.team_on_day", { team, day, count: total });
}

function remarks(item: Item, stream: string): string[] {
	const { report } = reportedOf(item);
	const found: string[] = [];
	if (report.on_behalf_of && item.by)
		found.push(t("reports.reported_by", { name: called(item.by.name) }));
	if (report.version > 1) found.push(correctedLine(item, stream));
	return found;
}

function End({ item, stream, isOwn }: CardProps) {
	const acts = actsFor(item, stream, isOwn);
	if (acts.length === 0) return null;
	return (
		<div class="report-menu">
			<Menu label={t("reports.menu")} items={acts} />
		</div>
	);
}

function actsFor(item: Item, stream: string, isOwn: boolean): MenuItem[] {
	const { report } = reportedOf(item);
	const isFresh = Date.now() - Date.parse(item.at) < OWN_WINDOW_MS;
	const isMine =
		isOwn || report.on_behalf_of?.id === client.store.user.value?.id;
	if (!(isMine && isFresh) && !mayIn(report.team, "void_reports")) return [];
	return [
		{
			label: t("reports.correct"),
			icon: Pencil,
			run: () => {
				correcting.value = { report, stream };
			},
		},
		{
			label: t("reports.take_back"),
			icon: Undo2,
			isDanger: true,
			run: () => takeBack(item),
		},
	];
}

function takeBack(item: Item): void {
	const { report } = reportedOf(item);
	takingBack.value = new Set([...takingBack.value, report.id]);
	const show = () => {
		takingBack.value = new Set(
			[...takingBack.value].filter((id) => id !== report.id),
		);
	};
	undoable(t("reports.taken_back_now"), () => voidReport(report, show), show);
}
