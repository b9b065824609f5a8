import type { IconNode } from "lucide";
import { Users } from "lucide";
import type { ComponentChildren } from "preact";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { railSections } from "../core/registry";
import { boot } from "../core/session";
import { Badge } from "./badge";
import { ConnectionState } from "./connection-line";
import { shownTabs } from "./frame";
import { Icon } from "./icon";
import { News } from "./news";
import { path } from "./router";

/** The left side of a wide screen: campaign, sections, rooms, who is on desk. */
export function Rail({ current }: { current?: string }) {
	const sections = shownTabs().filter((tab) => tab.id !== "team");
	return (
		<nav class="rail" aria-label={t("core.sections")}>
			<p class="rail-campaign">
				<bdi>{boot.value?.campaign?.name ?? "Muster"}</bdi>
			</p>
			{sections.map((tab) => (
				<RailLink
					key={tab.id}
					href={tab.href}
					icon={tab.icon}
					name={t(tab.label)}
					end={<Count of={tab.badge?.() ?? 0} />}
					isCurrent={tab.id === current}
				/>
			))}
			<Rooms />
			{railSections.map((Section, index) => (
				<Section key={index} />
			))}
			<div class="rail-foot">
				<ConnectionState />
			</div>
		</nav>
	);
}

function Rooms() {
	return (
		<>
			<p class="rail-title">{t("core.rooms")}</p>
			{client.store.own("room:").map((room) => {
				const href = `/rooms/${room.stream.slice("room:".length)}`;
				return (
					<RailLink
						key={room.stream}
						href={href}
						icon={Users}
						name={room.title}
						end={<News stream={room.stream} />}
						isMention={
							Boolean(room.mention) && !client.store.isQuiet(room.stream)
						}
						isCurrent={path.value === href}
					/>
				);
			})}
		</>
	);
}

interface LinkProps {
	href: string;
	icon: IconNode;
	name: string;
	end: ComponentChildren;
	isMention?: boolean;
	isCurrent: boolean;
}

function RailLink({ href, icon, name, end, isMention, isCurrent }: LinkProps) {
	return (
		<a
			class="rail-link"
			href={href}
			aria-current={isCurrent ? "page" : undefined}
		>
			<Icon of={icon} />
			<span class="rail-name">
				<bdi>{name}</bdi>
			</span>
			{isMention && (
				<span class="badge" title={t("core.mentioned")}>
					@<span class="visually-hidden">{t("core.mentioned")}</span>
				</span>
			)}
			{end}
		</a>
	);
}

function Count({ of }: { of: number }) {
	return <Badge count={of} label={t("core.new_count", { count: of })} />;
}
