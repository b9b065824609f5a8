/** Who asks at a door: a voter in a political campaign, a person elsewhere. */
import { t } from "../core/i18n";
import { boot } from "../core/session";

export function aboutWords(about: string): string {
	if (about === "voter_asks" && !isPolitical())
		return t("desk.about_person_asks");
	return t(`desk.about_${about}` as "desk.about_voter_asks");
}

export function atTheDoor(): string {
	return t(isPolitical() ? "desk.at_the_door" : "desk.at_the_door_person");
}

export function doorRings(place: string): string {
	const key = isPolitical() ? "desk.door_rings" : "desk.door_rings_person";
	return t(key, { place });
}

function isPolitical(): boolean {
	return (boot.value?.campaign?.kind ?? "political") === "political";
}
