import { Building2 } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import type { ViewProps } from "../core/registry";
import { ownChanges } from "../people/people-changes";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { Screen } from "../ui/screen";
import { useRefreshed } from "../ui/use-refreshed";
import { AsOf, Missing } from "./as-of";
import { feedLink, type Level, levelOf, type Place } from "./overview-data";
import { PlaceRow } from "./place-row";
import { Tiles } from "./tiles";
import { UpLink } from "./up-link";
import "../styles/overview.css";

/** How a campaign, a state or an office stands today, one level of it at a time. */
export default function OverviewView({ params }: ViewProps) {
	return <OneLevel key={params.unit} unit={params.unit} />;
}

function OneLevel({ unit }: { unit?: string }) {
	const [pages, setPages] = useState(1);
	const found = useRefreshed(
		() => levelOf(unit, pages),
		`${unit} ${pages} ${ownChanges.value}`,
	);
	const level = found.answer;
	const place = level?.place;
	return (
		<Screen
			title={place ? <bdi>{place.name}</bdi> : t("overview.title")}
			back={(level && above(level, unit)?.href) ?? "/people"}
		>
			<Missing {...found} />
			{level && <AsOf at={level.as_of} error={found.error} />}
			{place && <Tiles place={place} />}
			{place && <Ways place={place} up={level ? above(level, unit) : null} />}
			{level && place?.kind !== "team" && <Below level={level} />}
			{level?.next && (
				<Button isWide onClick={() => setPages(pages + 1)}>
					{t("overview.more")}
				</Button>
			)}
		</Screen>
	);
}

interface Above {
	name: string;
	href: string;
}

/** One level up: the place above, or all the places that they look over. */
function above(level: Level, unit?: string): Above | null {
	const parent = level.place?.parent;
	if (parent) return { name: parent.name, href: `/overview/${parent.id}` };
	const hasMore = unit && level.several;
	return hasMore ? { name: t("overview.title"), href: "/overview" } : null;
}

function Ways({ place, up }: { place: Place; up: Above | null }) {
	const feed = feedLink(place);
	return (
		<nav class="cluster overview-ways" aria-label={t("overview.ways")}>
			{up && <UpLink {...up} />}
			<a class="chip" href={`/people/places/${place.id}`}>
				{t("overview.people")}
			</a>
			{place.room && (
				<a class="chip" href={`/rooms/${place.room}`}>
					{t("overview.room")}
				</a>
			)}
			{feed && (
				<a class="chip" href={feed}>
					{t("overview.feed")}
				</a>
			)}
		</nav>
	);
}

function Below({ level }: { level: Level }) {
	if (level.items.length === 0)
		return (
			<Empty
				icon={Building2}
				title={t("overview.empty")}
				detail={t("overview.empty_detail")}
			/>
		);
	return (
		<ul class="rows" aria-label={t("overview.places")}>
			{level.items.map((place) => (
				<li key={place.id}>
					<PlaceRow place={place} />
				</li>
			))}
		</ul>
	);
}
