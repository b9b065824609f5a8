import { Presentation } from "lucide";
import { t } from "../core/i18n";
import { Icon } from "../ui/icon";
import { navigate } from "../ui/router";
import { Tabs } from "../ui/tabs";
import { childrenOf, feedPlaces } from "./places";

/** On a wide screen only: a phone is no wall. */
export function ToWall({ unit }: { unit: string }) {
	return (
		<a class="feed-wall" href={`/wall/${unit}`} aria-label={t("reports.wall")}>
			<Icon of={Presentation} />
		</a>
	);
}

export function PlaceTabs({ current }: { current?: string }) {
	const places = feedPlaces(current);
	if (places.length < 2) return null;
	return (
		<Tabs
			label={t("reports.whose_feed")}
			options={places.map((place) => ({ id: place.id, label: place.name }))}
			current={current ?? ""}
			onSelect={(id) => navigate(`/feed/${id}`)}
		/>
	);
}

/** For who leads several places: the way down to each. */
export function Below({ unit }: { unit: string }) {
	const places = childrenOf(unit);
	if (places.length === 0) return null;
	return (
		<nav class="feed-below" aria-label={t("reports.look_into")}>
			{places.map((place) => (
				<a key={place.id} class="chip" href={`/feed/${place.id}`}>
					<bdi>{place.name}</bdi>
				</a>
			))}
		</nav>
	);
}
