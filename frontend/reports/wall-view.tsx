import { Pause, Play, X } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { ViewProps } from "../core/registry";
import "../styles/wall.css";
import { Button } from "../ui/button";
import { prefersStill } from "../ui/motion";
import { navigate } from "../ui/router";
import { type Figures, figuresOf, keepFigures } from "./figures";
import { NoFeed } from "./no-feed";
import { placeOf } from "./places";
import { kindsDone } from "./totals";
import { stayAwake } from "./wake";
import { Line, Main, News, Online, Other, TimeLeft } from "./wall-parts";

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
	if (figures.isRefused) return <NoFeed unit={unit} />;
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
