import { Sparkles } from "lucide";
import { client } from "../core/client";
import { formatNumber, formatSpan, t } from "../core/i18n";
import { Icon } from "../ui/icon";
import { Num } from "../ui/number";
import { now } from "../ui/time";
import type { Figures } from "./figures";
import { countOf, kindOf } from "./kinds";
import { paceOf } from "./pace";
import { goalWords, paceWords } from "./pace-words";
import { reachedOf, summaryOf } from "./report-data";
import { Sparkline } from "./sparkline";
import { paceLine, totalsOf } from "./totals";

interface Props {
	kind: string;
	figures: Figures;
}

export function Main({ kind, figures }: Props) {
	const goal = figures.goals.find((one) => one.kind === kind);
	const pace = goal && paceOf(goal, now.value);
	return (
		<section class="wall-main">
			<h2>{t("reports.kind_today", { kind: kindOf(kind)?.name ?? "" })}</h2>
			<p class="wall-figure">
				<Num value={figureOf(kind, figures)} isTicking />
			</p>
			{goal && pace && (
				<p class={`pace-${pace.standing}`}>{goalWords(goal, pace)}</p>
			)}
		</section>
	);
}

export function Other({ kind, figures }: Props) {
	const goal = figures.goals.find((one) => one.kind === kind);
	const pace = goal && paceOf(goal, now.value);
	return (
		<section>
			<h2>{kindOf(kind)?.name}</h2>
			<p class="wall-second">
				<Num value={figureOf(kind, figures)} isTicking />
			</p>
			{pace && pace.standing !== "early" && (
				<p class={`pace-${pace.standing}`}>{paceWords(pace)}</p>
			)}
		</section>
	);
}

export function Online({ unit }: { unit: string }) {
	const here = client.presence.of(unit).value;
	if (!here.known) return null;
	return (
		<section>
			<h2>{t("reports.online")}</h2>
			<p class="wall-second">
				<Num value={here.online} />
			</p>
		</section>
	);
}

export function Line({ kind, figures }: Props) {
	const goal = figures.goals.find((one) => one.kind === kind);
	const { series } = figures;
	return (
		<div class="wall-chart">
			<Sparkline
				totals={[0, ...totalsOf(series, kind)]}
				pace={goal && series ? paceLine(goal, series) : []}
			/>
		</div>
	);
}

export function TimeLeft({ figures }: { figures: Figures }) {
	const end = figures.series?.ends_at;
	const leftMs = end ? Date.parse(end) - now.value : 0;
	if (leftMs <= 0) return null;
	return <span>{t("reports.left", { span: formatSpan(leftMs) })}</span>;
}

/** The latest milestone, and which teams did most of this in its latest hour. */
export function News({ stream, kind }: { stream: string; kind?: string }) {
	const items = [...client.store.content(stream).value.items].reverse();
	const milestone = items.find((item) => item.kind === "milestone.reached");
	const summary = items.find(
		(item) => item.kind === "feed.summarised" && summaryOf(item).kind === kind,
	);
	return (
		<>
			<span class="wall-news">
				{milestone && (
					<>
						<Icon of={Sparkles} size={28} />
						<bdi>
							{countOf(
								reachedOf(milestone).kind,
								reachedOf(milestone).quantity,
							)}
						</bdi>
						{reachedOf(milestone).last_team && (
							<bdi class="muted">{reachedOf(milestone).last_team?.name}</bdi>
						)}
					</>
				)}
			</span>
			<span class="muted">
				{summary &&
					summaryOf(summary)
						.top.map((one) => `${one.team} ${formatNumber(one.quantity)}`)
						.join(t("reports.separator"))}
			</span>
		</>
	);
}

function figureOf(kind: string, { series }: Figures): number {
	const totals = totalsOf(series, kind);
	return totals[totals.length - 1] ?? 0;
}
