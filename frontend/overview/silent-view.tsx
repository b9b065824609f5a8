import { CircleCheck } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import type { ViewProps } from "../core/registry";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { ListRow } from "../ui/list-row";
import { Screen } from "../ui/screen";
import { now } from "../ui/time";
import { useRefreshed } from "../ui/use-refreshed";
import { AsOf, Missing } from "./as-of";
import {
	lastHeard,
	type SilentTeam,
	silentBelow,
	wayInto,
} from "./overview-data";
import { RoomLink } from "./place-row";
import { UpLink } from "./up-link";
import "../styles/overview.css";

/** Teams of which nobody has written or reported today. */
export default function SilentView({ params }: ViewProps) {
	const unit = params.unit ?? "";
	const [pages, setPages] = useState(1);
	const found = useRefreshed(
		() => silentBelow(unit, pages),
		`${unit} ${pages}`,
	);
	const teams = found.answer?.items;
	return (
		<Screen title={t("overview.silent_title")} back={`/overview/${unit}`}>
			<Missing {...found} />
			{found.answer && <AsOf at={found.answer.as_of} error={found.error} />}
			<nav class="overview-ways overview-up" aria-label={t("overview.ways")}>
				<UpLink name={t("overview.title")} href={`/overview/${unit}`} />
			</nav>
			{teams?.length === 0 && (
				<Empty
					icon={CircleCheck}
					title={t("overview.none_silent")}
					detail={t("overview.silent_lead")}
				/>
			)}
			{teams && teams.length > 0 && (
				<>
					<p class="muted">{t("overview.silent_lead")}</p>
					<ul class="rows" aria-label={t("overview.silent_title")}>
						{teams.map((team) => (
							<li key={team.id} class="overview-silent">
								<Row team={team} />
							</li>
						))}
					</ul>
				</>
			)}
			{found.answer?.next && (
				<Button isWide onClick={() => setPages(pages + 1)}>
					{t("overview.more")}
				</Button>
			)}
		</Screen>
	);
}

function Row({ team }: { team: SilentTeam }) {
	return (
		<>
			<ListRow
				href={wayInto(team)}
				title={<bdi>{team.name}</bdi>}
				detail={
					<>
						{team.parent && <bdi>{team.parent.name}</bdi>}
						{t("reports.separator")}
						{lastHeard(team, now.value)}
					</>
				}
			/>
			{team.room && <RoomLink room={team.room} name={team.name} />}
		</>
	);
}
