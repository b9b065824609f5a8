import { useEffect, useRef } from "preact/hooks";
import { client } from "../core/client";
import { formatDay, formatSpan, t } from "../core/i18n";
import type { Item } from "../core/protocol";
import { cardOf, type ViewProps } from "../core/registry";
import { boot } from "../core/session";
import "../styles/feed.css";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { now } from "../ui/time";
import { Below, PlaceTabs, ToWall } from "./feed-places";
import { NoReports, ReportButton } from "./feed-report";
import { figuresOf, keepFigures } from "./figures";
import { NoFeed } from "./no-feed";
import { feedPlaces } from "./places";
import { SummaryCard } from "./summary-card";
import { TotalCards } from "./total-cards";

const SHOWN = new Set([
	"report.filed",
	"milestone.reached",
	"goal.reached",
	"feed.summarised",
]);

/** What one's team, office and state have done today, newest first. */
export default function FeedView({ params }: ViewProps) {
	const unit = params.unit ?? feedPlaces()[0]?.id;
	if (unit && figuresOf(unit).value.isRefused) return <NoFeed unit={unit} />;
	return (
		<Screen
			title={t("reports.feed")}
			end={
				<>
					<TimeLeft />
					{unit && <ToWall unit={unit} />}
				</>
			}
			head={<PlaceTabs current={unit} />}
			isWhole
		>
			{unit ? <Feed key={unit} unit={unit} /> : <Skeleton kind="card" />}
			<ReportButton unit={unit} />
		</Screen>
	);
}

function TimeLeft() {
	const end = boot.value?.campaign?.polls_close_at;
	const leftMs = end ? Date.parse(end) - now.value : 0;
	if (leftMs <= 0) return null;
	return (
		<span class="muted">{t("reports.left", { span: formatSpan(leftMs) })}</span>
	);
}

function Feed({ unit }: { unit: string }) {
	const stream = `feed:${unit}`;
	useEffect(() => client.follow(stream), [stream]);
	useEffect(() => keepFigures(unit), [unit]);
	useReadToEnd(stream);
	const content = client.store.content(stream).value;
	const items = content.items.filter((item) => SHOWN.has(item.kind));
	return (
		<>
			<TotalCards unit={unit} />
			<Below unit={unit} />
			{!content.loaded && <Skeleton kind="card" />}
			{content.loaded && items.length === 0 && <NoReports unit={unit} />}
			<ol class="feed" aria-label={t("reports.feed")}>
				{[...items].reverse().map((item, index, all) => (
					<FeedLine
						key={item.seq}
						item={item}
						stream={stream}
						previous={all[index - 1]}
					/>
				))}
			</ol>
			{content.hasBefore && <Older stream={stream} />}
		</>
	);
}

interface LineProps {
	item: Item;
	stream: string;
	previous?: Item;
}

function FeedLine({ item, stream, previous }: LineProps) {
	const View =
		item.kind === "feed.summarised" ? SummaryCard : cardOf(item.kind);
	const isOwn = item.by?.id === client.store.user.value?.id;
	const day = formatDay(item.at);
	const isNewDay = formatDay(previous?.at ?? Date.now()) !== day;
	return (
		<li>
			{isNewDay && <p class="section-title feed-day">{day}</p>}
			{View && <View item={item} stream={stream} isOwn={isOwn} />}
		</li>
	);
}

function Older({ stream }: { stream: string }) {
	const edge = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const watcher = new IntersectionObserver(
			(seen) => {
				if (seen.some((one) => one.isIntersecting))
					client.before(stream).catch(() => {});
			},
			{ rootMargin: "400px" },
		);
		if (edge.current) watcher.observe(edge.current);
		return () => watcher.disconnect();
	});
	return (
		<div ref={edge}>
			<Skeleton kind="card" rows={2} />
		</div>
	);
}

function useReadToEnd(stream: string): void {
	const held = client.store.content(stream).value.held;
	useEffect(() => {
		if (held > 0 && !document.hidden) client.read(stream, held);
	}, [stream, held]);
}
