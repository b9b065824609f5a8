import { UserPlus, UserRound } from "lucide";
import { t } from "../core/i18n";
import {
	registerOverlay,
	registerRoomMenu,
	registerRoute,
	registerTab,
} from "../core/registry";
import { InviteSheet, invite } from "./invite-sheet";
import { mayInvite } from "./may-invite";

export function registerTeams(): void {
	registerTab({
		id: "me",
		label: "teams.me",
		icon: UserRound,
		href: "/me",
		order: 90,
	});
	registerRoute("/me", () => import("./me-view"), {
		tab: "me",
		title: "teams.me",
	});
	registerEntries();
	registerOverlay(InviteSheet);
	registerRoomMenu((room) => {
		const { unit } = room;
		if (!unit || !mayInvite(room)) return [];
		return [
			{ label: t("teams.invite"), icon: UserPlus, run: () => invite(unit) },
		];
	});
}

/** Pages for people who are not in yet. */
function registerEntries(): void {
	const isPublic = true;
	registerRoute("/signin", () => import("./sign-in-view"), {
		isPublic,
		title: "teams.sign_in",
	});
	registerRoute("/join", () => import("./join-view"), {
		isPublic,
		title: "teams.join",
	});
	registerRoute("/first-run", () => import("./first-run-view"), {
		isPublic,
		title: "teams.first_run",
	});
	registerRoute("/health", () => import("./health-view"), {
		isPublic,
		title: "teams.health",
	});
}
