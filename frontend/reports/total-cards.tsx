import { useState } from "preact/hooks";
import { formatNumber, formatTime, t } from "../core/i18n";
import { Num } from "../ui/number";
import { now } from "../ui/time";
import {
	type Figures,
	figuresOf,
	HOUR_MS,
	hoursOf,
	type Series,
} from "./figures";
import { kindOf, kinds } from "./kinds";
import { expectedAt, type Goal, paceOf } from "./pace";
import { paceWords } from "./pace-words";
import { Sparkline } from "./sparkline";

/** Today's figures of a unit: those with a goal first, then what has been done. */
export function TotalCards({ unit }: { unit: string }) {
	const figures = figuresOf(unit).value;
	const shown = shownKinds(figures);
	const [hasTable, setTable] = useState(false);
	if (!figures.series || shown.length === 0) return null;
	return (
		<section class="totals" aria-label={t("reports.totals")}>
			<div class="totals-cards">
				{shown.map((kind) => (
					<TotalCard key={kind} kind={kind} figures={figures} />
				))}
			</div>
			<button
				type="button"
				class="link"
				aria-expanded={hasTable}
				onClick={() => setTable(!hasTable)}
			>
				{hasTable ? t("reports.hide_numbers") : t("reports.show_numbers")}
			</button>
			{hasTable && <HourTable series={figures.series} shown={shown} />}
		</section>
	);
}

interface CardProps {
	kind: string;
	figures: Figures;
}

function TotalCard({ kind, figures }: CardProps) {
	const goal = figures.goals.find((one) => one.kind === kind);
	const totals = totalsOf(figures.series, kind);
	return (
		<article class="total-card">
			<h2 class="total-name">
				{t("reports.kind_today", { kind: kindOf(kind)?.name ?? "" })}
			</h2>
			<p class="figure">
				<Num value={totals[totals.length - 1] ?? 0} isTicking />
			</p>
			{goal && <GoalLine goal={goal} />}
			<Sparkline
				totals={[0, ...totals]}
				pace={goal && figures.series ? paceLine(goal, figures.series) : []}
			/>
		</article>
	);
}

function GoalLine({ goal }: { goal: Goal }) {
	const pace = paceOf(goal, now.value);
	return (
		<p class={`total-goal pace-${pace.standing}`}>
			{t("reports.of_target", {
				target: formatNumber(goal.target),
				pace: paceWords(pace),
			})}
		</p>
	);
}

function HourTable({ series, shown }: { series: Series; shown: string[] }) {
	return (
		<div class="totals-table">
			<table>
				<thead>
					<tr>
						<th scope="col">{t("reports.until")}</th>
						{shown.map((kind) => (
							<th key={kind} scope="col">
								{kindOf(kind)?.name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{hourEnds(series).map((end, index) => (
						<tr key={end}>
							<th scope="row">{formatTime(end)}</th>
							{shown.map((kind) => (
								<td key={kind} class="num">
									{formatNumber(totalsOf(series, kind)[index] ?? 0)}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

function shownKinds({ goals, series }: Figures): string[] {
	const done = new Set(
		series?.items
			.filter((item) => (item.totals[item.totals.length - 1] ?? 0) > 0)
			.map((item) => item.kind),
	);
	const aimed = goals.map((goal) => goal.kind);
	const rest = kinds().map((kind) => kind.id);
	return [
		...aimed,
		...rest.filter((id) => done.has(id) && !aimed.includes(id)),
	];
}

function totalsOf(series: Series | null, kind: string): number[] {
	return series?.items.find((item) => item.kind === kind)?.totals ?? [0];
}

/** The moments that `totals` stand for: each hour's end, the last one now. */
function hourEnds(series: Series): number[] {
	const start = Date.parse(series.from);
	return Array.from({ length: hoursOf(series) }, (_, index) =>
		Math.min(now.value, start + (index + 1) * HOUR_MS),
	);
}

function paceLine(goal: Goal, series: Series): number[] {
	const moments = [Date.parse(series.from), ...hourEnds(series)];
	return moments.map((at) => expectedAt(goal, at));
}
