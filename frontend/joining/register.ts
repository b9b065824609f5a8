import { KeyRound, Link2, UserPlus } from "lucide";
import { t } from "../core/i18n";
import {
	type RouteOptions,
	registerOverlay,
	registerRoomHeader,
	registerRoomMenu,
	registerRoute,
	registerStart,
} from "../core/registry";
import { NameMissing } from "../teams/held-name";
import { mayInvite } from "../teams/may-invite";
import { navigate } from "../ui/router";
import { arrival } from "./arrival";
import { ArrivalsLine } from "./arrivals-line";
import { ConsentSheet } from "./consent-sheet";
import { InviteSheet, invite } from "./invite-sheet";
import { followArrivals } from "./news";
import { ReentrySheet } from "./reentry-sheet";
import { WelcomeCard } from "./welcome-card";

export function registerJoining(): void {
	registerStart(followArrivals);
	registerOverlay(InviteSheet);
	registerOverlay(ReentrySheet);
	registerOverlay(ConsentSheet);
	registerRoomHeader(NameMissing);
	registerRoomHeader(ArrivalsLine);
	registerRoomHeader(WelcomeCard);
	registerEntries();
	registerPeople();
	registerRoomMenu((room) => {
		const { unit } = room;
		if (!unit || !mayInvite(room)) return [];
		const leads = arrival.value?.leads.some((one) => one.id === unit.id);
		return [
			{ label: t("teams.invite"), icon: UserPlus, run: () => invite(unit) },
			{
				label: t("joining.invitations"),
				icon: Link2,
				run: () => navigate(`/people/invitations/${unit.id}`),
			},
			...(leads
				? [
						{
							label: t("joining.let_back"),
							icon: KeyRound,
							run: () => navigate(`/people/reentry/${unit.id}`),
						},
					]
				: []),
		];
	});
}

/** Pages for people who are not in yet. */
function registerEntries(): void {
	const isPublic = true;
	registerRoute("/join", () => import("./join-view"), {
		isPublic,
		title: "teams.join",
	});
	registerRoute("/reenter", () => import("./reenter-view"), {
		isPublic,
		title: "joining.reenter",
	});
	registerRoute("/waiting", () => import("./waiting-view"), {
		isBare: true,
		title: "joining.waiting",
	});
}

function registerPeople(): void {
	const people = (title: RouteOptions["title"]) => ({ tab: "people", title });
	for (const path of ["/people/newcomers", "/people/newcomers/:unit"])
		registerRoute(
			path,
			() => import("../teams/newcomers"),
			people("joining.newcomers"),
		);
	registerRoute(
		"/people/requests",
		() => import("./requests-view"),
		people("joining.requests"),
	);
	registerRoute(
		"/people/invitations/:unit",
		() => import("./invitations-view"),
		people("joining.invitations"),
	);
	registerRoute(
		"/people/reentry/:unit",
		() => import("./let-back-view"),
		people("joining.let_back"),
	);
	registerRoute("/people/poster", () => import("./poster-view"), {
		isBare: true,
		title: "joining.poster",
	});
}
