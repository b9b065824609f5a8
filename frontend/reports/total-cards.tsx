import { useState } from "preact/hooks";
import { formatNumber, formatTime, t } from "../core/i18n";
import { Num } from "../ui/number";
import { now } from "../ui/time";
import { type Figures, figuresOf, type Series } from "./figures";
import { kindOf } from "./kinds";
import { type Goal, paceOf } from "./pace";
import { goalWords } from "./pace-words";
import { Sparkline } from "./sparkline";
import { hourEnds, kindsDone, lastOf, paceLine, totalsOf } from "./totals";

const CARDS_WITHOUT_GOALS = 2;

/** Today's figures of a unit: cards for those with a goal, the rest in one row. */
export function TotalCards({ unit }: { unit: string }) {
	const figures = figuresOf(unit).value;
	const aimed = figures.goals.map((goal) => goal.kind);
	const done = kindsDone(figures.series);
	const cards = aimed.length > 0 ? aimed : done.slice(0, CARDS_WITHOUT_GOALS);
	const rest = done.filter((kind) => !cards.includes(kind));
	const [hasTable, setTable] = useState(false);
	if (!figures.series || cards.length === 0) return null;
	return (
		<section class="totals" aria-label={t("reports.totals")}>
			<div class="totals-cards">
				{cards.map((kind) => (
					<TotalCard key={kind} kind={kind} figures={figures} />
				))}
			</div>
			{rest.length > 0 && <Rest kinds={rest} series={figures.series} />}
			<button
				type="button"
				class="link"
				aria-expanded={hasTable}
				onClick={() => setTable(!hasTable)}
			>
				{hasTable ? t("reports.hide_numbers") : t("reports.show_numbers")}
			</button>
			{hasTable && (
				<HourTable series={figures.series} shown={[...cards, ...rest]} />
			)}
		</section>
	);
}

function Rest({ kinds, series }: { kinds: string[]; series: Series }) {
	return (
		<dl class="totals-rest" aria-label={t("reports.also_today")}>
			{kinds.map((kind) => (
				<div key={kind}>
					<dt>{kindOf(kind)?.name}</dt>
					<dd>
						<Num value={lastOf(totalsOf(series, kind))} isTicking />
					</dd>
				</div>
			))}
		</dl>
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
				<Num value={lastOf(totals)} isTicking />
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
		<p class={`total-goal pace-${pace.standing}`}>{goalWords(goal, pace)}</p>
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
