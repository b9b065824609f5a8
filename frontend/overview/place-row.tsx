import {
	ChevronRight,
	CircleCheck,
	HandHeart,
	Headset,
	type IconNode,
	Moon,
	Target,
	Users,
} from "lucide";
import { t } from "../core/i18n";
import { Icon } from "../ui/icon";
import { placeWord } from "../ui/role";
import { now } from "../ui/time";
import { type Fact, factsOf, type Place, wayInto } from "./overview-data";

const ICONS: Record<Fact["of"], IconNode> = {
	active: CircleCheck,
	silent: Moon,
	newcomers: HandHeart,
	desk: Headset,
	goal: Target,
};

/** A place in the list: the way into it, how much of it is active, and what asks for attention. */
export function PlaceRow({ place }: { place: Place }) {
	return (
		<article class="overview-row">
			<a class="overview-name" href={wayInto(place)}>
				<span class="row-body">
					<span class="overview-title">
						<bdi>{place.name}</bdi>
						<span class="visually-hidden">, {placeWord(place.kind)}</span>
					</span>
					{place.kind !== "team" && <Share place={place} />}
				</span>
				<Icon of={ChevronRight} isDirectional />
			</a>
			<ul class="overview-facts">
				{factsOf(place, now.value).map((fact) => (
					<li key={fact.of}>
						<FactLine fact={fact} />
					</li>
				))}
				{place.kind === "team" && place.room && (
					<li>
						<RoomLink room={place.room} name={place.name} />
					</li>
				)}
			</ul>
		</article>
	);
}

/** How many of its teams have been heard today, as a bar and in words. */
function Share({ place: { teams } }: { place: Place }) {
	if (teams.all === 0)
		return <span class="row-detail">{t("overview.no_teams")}</span>;
	return (
		<>
			<span class="overview-track" aria-hidden="true">
				<span
					class="overview-done"
					style={{ inlineSize: `${(100 * teams.active) / teams.all}%` }}
				/>
			</span>
			<span class="row-detail">
				{t("overview.teams_of", { active: teams.active, all: teams.all })}
			</span>
		</>
	);
}

function FactLine({ fact }: { fact: Fact }) {
	const inside = (
		<>
			<Icon of={ICONS[fact.of]} size={16} />
			<span>{fact.text}</span>
		</>
	);
	const classes = `fact tone-${fact.tone}`;
	if (!fact.href) return <span class={classes}>{inside}</span>;
	return (
		<a class={classes} href={fact.href}>
			{inside}
		</a>
	);
}

export function RoomLink({ room, name }: { room: string; name: string }) {
	return (
		<a class="fact" href={`/rooms/${room}`}>
			<Icon of={Users} size={16} />
			<span>{t("overview.room")}</span>
			<span class="visually-hidden">
				: <bdi>{name}</bdi>
			</span>
		</a>
	);
}
