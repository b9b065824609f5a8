import type { ComponentChildren } from "preact";
import { formatNumber, t } from "../core/i18n";
import { kindOf } from "../reports/kinds";
import { type Goal, paceOf } from "../reports/pace";
import { paceWords } from "../reports/pace-words";
import { Num } from "../ui/number";
import { now } from "../ui/time";
import {
	deskLink,
	feedLink,
	oldestWords,
	type Place,
	silentCount,
	type Tone,
} from "./overview-data";

/** The place in four figures, each of which opens what is behind it. */
export function Tiles({ place }: { place: Place }) {
	return (
		<ul class="tiles" aria-label={t("overview.figures")}>
			<li>
				<Teams place={place} />
			</li>
			<li>
				<Newcomers place={place} />
			</li>
			<li>
				<Questions place={place} />
			</li>
			{place.goals.map((goal) => (
				<li key={goal.kind}>
					<GoalTile place={place} goal={goal} />
				</li>
			))}
		</ul>
	);
}

interface TileProps {
	name: string;
	value: number;
	/** Small, after the figure: 'of 12'. */
	of?: string;
	details: { text: string; tone?: Tone }[];
	href?: string;
}

function Tile({ name, value, of, details, href }: TileProps) {
	return (
		<Frame href={href}>
			<span class="tile-name">{name}</span>
			<span class="tile-line">
				<span class="figure">
					<Num value={value} isTicking />
				</span>{" "}
				{of && <span class="tile-detail">{of}</span>}
			</span>
			{details.map(({ text, tone = "plain" }) => (
				<span key={text} class={`tile-detail tone-${tone}`}>
					{text}
				</span>
			))}
		</Frame>
	);
}

function Frame(props: { href?: string; children: ComponentChildren }) {
	const { href, children } = props;
	if (!href) return <div class="tile">{children}</div>;
	return (
		<a class="tile" href={href}>
			{children}
		</a>
	);
}

function Teams({ place }: { place: Place }) {
	const silent = silentCount(place);
	const { offices, teams } = place;
	const heard = { text: t("overview.none_silent"), tone: "good" } as const;
	const quiet = {
		text: t("overview.silent", { count: silent }),
		tone: "warn",
	} as const;
	return (
		<Tile
			name={t("overview.teams_active")}
			value={teams.active}
			of={t("overview.of", { all: teams.all })}
			details={[
				...(teams.all > 0 ? [silent > 0 ? quiet : heard] : []),
				...(offices
					? [{ text: t("overview.offices_active", { ...offices }) }]
					: []),
			]}
			href={silent > 0 ? `/overview/${place.id}/silent` : undefined}
		/>
	);
}

function Newcomers({ place }: { place: Place }) {
	const { waiting, late } = place.newcomers;
	const overdue = {
		text: t("overview.late", { count: late }),
		tone: "urgent",
	} as const;
	const none = { text: t("overview.none_late") };
	return (
		<Tile
			name={t("overview.newcomers")}
			value={waiting}
			of={t("overview.to_contact")}
			details={late > 0 ? [overdue] : waiting > 0 ? [none] : []}
			href={waiting > 0 ? `/people/newcomers/${place.id}` : undefined}
		/>
	);
}

function Questions({ place }: { place: Place }) {
	const { open, waiting, oldest } = place.desk;
	const details: TileProps["details"] = oldest
		? [{ text: oldestWords(oldest, now.value), tone: "warn" }]
		: [];
	if (open > waiting)
		details.push({ text: t("overview.in_work", { count: open - waiting }) });
	return (
		<Tile
			name={t("overview.questions")}
			value={waiting}
			of={t("overview.waiting")}
			details={details}
			href={deskLink(place)}
		/>
	);
}

function GoalTile({ place, goal }: { place: Place; goal: Goal }) {
	const pace = paceOf(goal, now.value);
	const tone = { behind: "warn", ahead: "good", reached: "good" } as const;
	const words = paceWords(pace);
	return (
		<Tile
			name={t("reports.kind_today", { kind: kindOf(goal.kind)?.name ?? "" })}
			value={goal.quantity}
			of={t("reports.of_target", { target: formatNumber(goal.target) })}
			details={
				words
					? [
							{
								text: words,
								tone:
									pace.standing in tone
										? tone[pace.standing as keyof typeof tone]
										: "plain",
							},
						]
					: []
			}
			href={feedLink(place)}
		/>
	);
}
