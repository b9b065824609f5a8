import { Activity, ClipboardPlus } from "lucide";
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { Icon } from "../ui/icon";
import { feedPlaces, mayIn, placeOf } from "./places";
import { reportFor, type Team } from "./sheet-state";

/** Less is a finger that rests, not one that goes somewhere. */
const TURN_PX = 8;
const AT_END_PX = 24;

export function NoReports({ unit }: { unit: string }) {
	const team = teamToReport(unit);
	return (
		<Empty
			icon={Activity}
			title={t("reports.empty")}
			detail={t("reports.empty_detail")}
			action={
				team && (
					<Button
						kind="primary"
						icon={ClipboardPlus}
						onClick={() => {
							reportFor.value = team;
						}}
					>
						{t("reports.report")}
					</Button>
				)
			}
		/>
	);
}

/**
 * The round button under the list, with a line of its own, so that it stands on nobody's words; out
 * of the way of who reads on, back when they turn.
 */
export function ReportButton({ unit }: { unit?: string }) {
	const team = teamToReport(unit);
	const line = useRef<HTMLDivElement>(null);
	const isAside = useReadingOn(line, team?.id);
	if (!team) return null;
	return (
		<div class={isAside ? "feed-report is-aside" : "feed-report"} ref={line}>
			<button
				type="button"
				class="composer-primary"
				aria-label={t("reports.report_for", { team: team.name })}
				title={t("reports.report")}
				onClick={() => {
					reportFor.value = team;
				}}
			>
				<Icon of={ClipboardPlus} />
			</button>
		</div>
	);
}

/** Whether the list above was last moved on, with more of it to come. */
function useReadingOn(
	line: RefObject<HTMLElement | null>,
	key?: string,
): boolean {
	const [isOn, setOn] = useState(false);
	useEffect(() => {
		const list = line.current?.closest(".screen-body");
		if (!list) return;
		let last = list.scrollTop;
		const look = () => {
			const { scrollTop, scrollHeight, clientHeight } = list;
			const moved = scrollTop - last;
			// At the list's end the line covers nothing.
			const isAtEnd = scrollHeight - scrollTop - clientHeight < AT_END_PX;
			if (isAtEnd) setOn(false);
			else if (Math.abs(moved) >= TURN_PX) setOn(moved > 0);
			if (isAtEnd || Math.abs(moved) >= TURN_PX) last = scrollTop;
		};
		list.addEventListener("scroll", look, { passive: true });
		return () => list.removeEventListener("scroll", look);
	}, [key]);
	return isOn;
}

/** The shown team, or else one's own. */
function teamToReport(unit?: string): Team | null {
	const place = mayReport(unit)
		? placeOf(unit)
		: feedPlaces().find((one) => mayReport(one.id));
	if (!place) return null;
	const room = client.store
		.own("room:")
		.find((one) => one.unit?.id === place.id);
	return { id: place.id, name: place.name, stream: room?.stream };
}

function mayReport(unit?: string): boolean {
	return placeOf(unit)?.kind === "team" && mayIn(unit, "report");
}
