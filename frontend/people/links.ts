/** The pages beside People, and the powers of which one opens each. */
import {
	Archive,
	BadgeCheck,
	DoorClosed,
	FileUp,
	Flag,
	Gauge,
	type IconNode,
	ScrollText,
	UserCheck,
} from "lucide";
import type { Key } from "../core/i18n";
import { waitingCounts } from "../joining/arrival";
import { DECIDES, waitingFlags } from "../trust/inbox";

interface PageLink {
	href: string;
	label: Key;
	icon: IconNode;
	for: readonly string[];
	/** How many wait there; shown beside it. */
	waiting?: () => number;
}

export const LINKS: readonly PageLink[] = [
	{
		href: "/overview",
		label: "overview.title",
		icon: Gauge,
		for: ["read_overview"],
	},
	{
		href: "/people/requests",
		label: "joining.requests",
		icon: UserCheck,
		for: ["invite"],
		waiting: () => waitingCounts.value.requests,
	},
	{
		href: "/people/newcomers",
		label: "people.newcomers",
		icon: BadgeCheck,
		for: ["contact_newcomers"],
		waiting: () => waitingCounts.value.newcomers,
	},
	{
		href: "/people/flags",
		label: "people.flags",
		icon: Flag,
		for: DECIDES,
		waiting: () => waitingFlags.value,
	},
	{
		href: "/people/import",
		label: "people.import",
		icon: FileUp,
		for: ["manage_people"],
	},
	{
		href: "/people/archived",
		label: "tree.archived_places",
		icon: Archive,
		for: ["arrange_units"],
	},
	{
		href: "/people/audit",
		label: "people.audit",
		icon: ScrollText,
		for: ["read_audit"],
	},
	{
		href: "/people/close-out",
		label: "people.close_out",
		icon: DoorClosed,
		for: ["close_out"],
	},
];
