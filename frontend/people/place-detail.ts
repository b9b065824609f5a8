import { t } from "../core/i18n";
import { placeWord } from "../ui/role";
import type { Place } from "./people-data";

/** Under the name of a place: of what kind it is, and its figures. */
export function placeDetail(place: Place): string {
	return [
		placeWord(place.kind),
		t("people.count", { count: place.members }),
		place.online ? t("people.here_now", { count: place.online }) : "",
		place.reported_today
			? t("people.reported_today", { count: place.reported_today })
			: "",
	]
		.filter(Boolean)
		.join(" · ");
}
