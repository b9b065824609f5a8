import { ChevronRight } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { t } from "../core/i18n";
import type { Unit } from "../core/protocol";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Icon } from "../ui/icon";
import { ListRow } from "../ui/list-row";
import { type Place, placesUnder } from "./people-data";
import { placeDetail } from "./place-detail";

const AT_ONCE = 10;

interface Props {
	unit: Unit;
	/** Goes up when the page above it was asked for again. */
	version: number;
}

/** The places right below one, some at a time. */
export function PlacesBelow({ unit, version }: Props) {
	const [places, setPlaces] = useState<Place[]>([]);
	const [next, setNext] = useState<string | null>(null);
	const [error, setError] = useState<string | null>(null);
	const load = async (cursor: string | null, limit = AT_ONCE) => {
		try {
			const page = await placesUnder(unit.id, cursor, limit);
			setPlaces((now) => (cursor ? [...now, ...page.items] : page.items));
			setNext(page.next);
			setError(null);
		} catch (failure) {
			setError(sentenceFor(failure));
		}
	};
	// As far down as one has come, as far as one answer goes.
	const held = Math.min(Math.max(places.length, AT_ONCE), 100);
	useEffect(() => void load(null, held), [unit.id, version]);
	if (error) return <FailureLine>{error}</FailureLine>;
	if (places.length === 0) return null;
	const title = t("people.places_below");
	return (
		<section class="stack">
			<h2 class="section-title">{title}</h2>
			<ul class="rows" aria-label={title}>
				{places.map((place) => (
					<li key={place.id}>
						<ListRow
							href={`/people/places/${place.id}`}
							title={<bdi>{place.name}</bdi>}
							detail={placeDetail(place)}
							end={<Icon of={ChevronRight} isDirectional />}
						/>
					</li>
				))}
			</ul>
			{next && (
				<Button isWide onClick={() => void load(next)}>
					{t("core.show_more")}
				</Button>
			)}
		</section>
	);
}
