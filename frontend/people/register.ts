import { ContactRound } from "lucide";
import { registerRoute, registerStart, registerTab } from "../core/registry";
import { peopleBadge } from "../joining/arrival";
import { followPowers, mayAnywhere } from "../teams/powers";
import { waitingFlags } from "../trust/inbox";
import "../styles/people.css";

export function registerPeople(): void {
	registerTab({
		id: "people",
		label: "people.title",
		icon: ContactRound,
		href: "/people",
		order: 40,
		isShown: () => mayAnywhere("invite"),
		badge: () => peopleBadge() + waitingFlags.value,
	});
	const page = { tab: "people", title: "people.title" } as const;
	registerRoute("/people", () => import("./people-view"), page);
	registerRoute("/people/places/:unit", () => import("./place-view"), page);
	registerRoute("/people/person/:person", () => import("./person-view"), page);
	registerRoute("/people/close-out", () => import("./close-out-view"), page);
	registerStart(followPowers);
}
