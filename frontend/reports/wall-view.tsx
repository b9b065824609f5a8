import { Pause, Play, Sparkles, X } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";
import { formatNumber, formatSpan, t } from "../core/i18n";
import type { ViewProps } from "../core/registry";
import "../styles/wall.css";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { prefersStill } from "../ui/motion";
import { Num } from "../ui/number";
import { navigate } from "../ui/router";
import { now } from "../ui/time";
import { type Figures, figuresOf, keepFigures } from "./figures";
import { countOf, kindOf } from "./kinds";
import { paceOf } from "./pace";
import { paceWords } from "./pace-words";
import { placeOf } from "./places";
import { reachedOf, summaryOf } from "./report-data";
import { Sparkline } from "./sparkline";
import { kindsDone, paceLine, totalsOf } from "./totals";
import { stayAwake } from "./wake";

const TURN_MS = 12_000;

/** For the screen on the wall: large figures, no personal names, never asleep. */
export default function WallView({ params }: ViewProps) {
	const unit = params.unit ?? "";
	const stream = `feed:${unit}`;
	useEffect(() => keepFigures(unit), [unit]);
	useEffect(() => client.follow(stream), [stream]);
	useEffect(() => client.watch(unit), [unit]);
	useEffect(stayAwake, []);
	useEffect(darken, []);
	const figures = figuresOf(unit).value;
	const shown = shownKinds(figures);
	const [turn, isPaused, setPaused] = useTurns(shown.length);
	const kind = shown[turn];
	return (
		<main class="wall">
			<header class="wall-line">
				<h1>
					<bdi>{placeOf(unit)?.name}</bdi>
				</h1>
				<TimeLeft figures={figures} />
			</header>
			{kind && <Main kind={kind} figures={figures} />}
			<div class="wall-others">
				{shown
					.filter((one) => one !== kind)
					.slice(0, 2)
					.map((one) => (
						<Other key={one} kind={one} figures={figures} />
					))}
				<Online unit={unit} />
			</div>
			{kind && <Line kind={kind} figures={figures} />}
			<footer class="wall-line">
				<News stream={stream} kind={kind} />
				<span class="wall-acts">
					{shown.length > 1 && (
						<Button
							kind="quiet"
							icon={isPaused ? Play : Pause}
							label={t(isPaused ? "reports.wall_go_on" : "reports.wall_pause")}
							onClick={() => setPaused(!isPaused)}
						/>
					)}
					<Button
						kind="quiet"
						icon={X}
						label={t("core.close")}
						onClick={() => navigate(`/feed/${unit}`)}
					/>
				</span>
			</footer>
		</main>
	);
}

interface Props {
	kind: string;
	figures: Figures;
}

function Main({ kind, figures }: Props) {
	const goal = figures.goals.find((one) => one.kind === kind);
	const pace = goal && paceOf(goal, now.value);
	return (
		<section class="wall-main">
			<h2>{t("reports.kind_today", { kind: kindOf(kind)?.name ?? "" })}</h2>
			<p class="wall-figure">
				<Num value={figureOf(kind, figures)} isTicking />
			</p>
			{goal && pace && (
				<p class={`pace-${pace.standing}`}>
					{t("reports.of_target", {
						target: formatNumber(goal.target),
						pace: paceWords(pace),
					})}
				</p>
			)}
		</section>
	);
}

function Other({ kind, figures }: Props) {
	const goal = figures.goals.find((one) => one.kind === kind);
	const pace = goal && paceOf(goal, now.value);
	return (
		<section>
			<h2>{kindOf(kind)?.name}</h2>
			<p class="wall-second">
				<Num value={figureOf(kind, figures)} isTicking />
			</p>
			{pace && <p class={`pace-${pace.standing}`}>{paceWords(pace)}</p>}
		</section>
	);
}

function Online({ unit }: { unit: string }) {
	const here = client.presence.of(unit).value;
	return (
		<section>
			<h2>{t("reports.online")}</h2>
			<p class="wall-second">
				<Num value={here.online} />
			</p>
		</section>
	);
}

function Line({ kind, figures }: Props) {
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

function TimeLeft({ figures }: { figures: Figures }) {
	const end = figures.series?.ends_at;
	const leftMs = end ? Date.parse(end) - now.value : 0;
	if (leftMs <= 0) return null;
	return <span>{t("reports.left", { span: formatSpan(leftMs) })}</span>;
}

/** The latest milestone, and which teams did most of this in its latest hour. */
function News({ stream, kind }: { stream: string; kind?: string }) {
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
						.join(" · ")}
			</span>
		</>
	);
}

/** A bright wall tires the room, whatever the person's own theme is. */
function darken(): () => void {
	const page = document.documentElement.dataset;
	const before = page.theme;
	page.theme = "dark";
	return () => {
		if (before === undefined) delete page.theme;
		else page.theme = before;
	};
}

function shownKinds({ goals, series }: Figures): string[] {
	const aimed = goals.map((goal) => goal.kind);
	const done = kindsDone(series).filter((kind) => !aimed.includes(kind));
	return [...aimed, ...done];
}

function figureOf(kind: string, { series }: Figures): number {
	const totals = totalsOf(series, kind);
	return totals[totals.length - 1] ?? 0;
}

/** Which of the kinds is large now; stands still for who prefers that. */
function useTurns(
	count: number,
): [number, boolean, (isPaused: boolean) => void] {
	const [turn, setTurn] = useState(0);
	const [isPaused, setPaused] = useState(prefersStill);
	useEffect(() => {
		if (isPaused || count < 2) return;
		const timer = setInterval(() => setTurn((at) => at + 1), TURN_MS);
		return () => clearInterval(timer);
	}, [isPaused, count]);
	return [count ? turn % count : 0, isPaused, setPaused];
}
