import { Flag, ScrollText, UserCog } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { By, Message } from "../core/protocol";
import {
	type Jump,
	registerJumps,
	registerMemberActs,
	registerMessageActs,
	registerOverlay,
	registerRoomMenu,
	registerRoute,
	registerStart,
} from "../core/registry";
import { mayAnywhere } from "../teams/powers";
import type { MenuItem } from "../ui/menu";
import { navigate } from "../ui/router";
import "../styles/trust.css";
import { called } from "../ui/called";
import { FlagSheet, flagMessage, flagPerson } from "./flag-sheet";
import { DECIDES, followFlags } from "./inbox";
import { MemberSheet, openMember, openMemberIn } from "./member-sheet";

/** Flags, what is decided about people, and the log of it. */
export function registerTrust(): void {
	registerViews();
	registerActs();
	registerOverlay(FlagSheet);
	registerOverlay(MemberSheet);
	registerStart(followFlags);
	registerRoomMenu((room) =>
		room.may.includes("moderate")
			? [
					{
						label: t("trust.flags"),
						icon: Flag,
						run: () => navigate("/people/flags"),
					},
				]
			: [],
	);
	registerJumps(jumps);
}

function registerViews(): void {
	registerRoute("/people/flags", () => import("./flags-view"), {
		tab: "people",
		title: "trust.flags",
	});
	registerRoute("/people/flags/:case", () => import("./case-view"), {
		tab: "people",
		title: "trust.flags",
	});
	registerRoute("/people/audit", () => import("./audit-view"), {
		tab: "people",
		title: "trust.audit",
	});
}

function registerActs(): void {
	registerMessageActs(({ item, stream, isOwn }) => {
		const message = item.data.message as Message | undefined;
		if (isOwn || !message) return [];
		return [
			{
				label: t("trust.flag"),
				icon: Flag,
				run: () =>
					flagMessage(message.id, called(item.by?.name ?? ""), message.text),
			},
			...muting(stream, item.by),
		];
	});
	registerMemberActs(({ member, user, unit, may }) => {
		const acts = [
			{
				label: t("trust.flag"),
				icon: Flag,
				run: () => flagPerson(user, unit.id),
			},
		];
		if (member && may.includes("moderate"))
			acts.push({
				label: aboutMember(),
				icon: UserCog,
				run: () => openMember(member),
			});
		return acts;
	});
}

/** Beside what somebody wrote, for who moderates the room. */
function muting(stream: string, by: By | null): MenuItem[] {
	const room = client.store.summary(stream);
	const unit = room?.unit;
	if (!by || by.bot || !unit || !room.may.includes("moderate")) return [];
	return [
		{
			label: aboutMember(),
			icon: UserCog,
			run: () => void openMemberIn(unit.id, by.id),
		},
	];
}

/** By what it offers: who moderates only may mute. */
function aboutMember(): string {
	return t(
		mayAnywhere("manage_people") ? "trust.about_member" : "trust.mute_member",
	);
}

/** Each for whom its page opens. */
function jumps(): Jump[] {
	const flags = { label: t("trust.flags"), href: "/people/flags", icon: Flag };
	const audit = {
		label: t("trust.audit"),
		href: "/people/audit",
		icon: ScrollText,
	};
	return [
		...(mayAnywhere(...DECIDES) ? [flags] : []),
		...(mayAnywhere("read_audit") ? [audit] : []),
	];
}
