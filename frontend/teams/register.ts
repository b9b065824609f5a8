import { UserRound } from "lucide";
import { registerOverlay, registerRoute, registerTab } from "../core/registry";
import { registerJoining } from "../joining/register";
import { registerPeople } from "../people/register";
import { whyNowhere } from "./nowhere";
import { ProofSheet } from "./proof-sheet";

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
	registerPeople();
	registerJoining();
	registerOverlay(ProofSheet);
}

/** Pages for people who are not in yet. */
function registerEntries(): void {
	const isPublic = true;
	registerRoute("/signin", () => import("./sign-in-view"), {
		isPublic,
		title: "teams.sign_in",
	});
	registerRoute("/nowhere", () => import("./nowhere-view"), {
		isPublic,
		title: () => `accounts.${whyNowhere().why}` as const,
	});
	registerRoute("/first-run", () => import("./first-run-view"), {
		isPublic,
		title: "teams.first_run",
	});
}
