import { DoorOpen, HandHeart } from "lucide";
import { t } from "../core/i18n";
import type { RoomProps } from "../core/registry";
import { mayInvite } from "../teams/may-invite";
import { Icon } from "../ui/icon";
import "../styles/welcome.css";
import { waitingCounts } from "./arrival";

/** Under the title of a room that one leads: who waits for its leader. */
export function ArrivalsLine({ room }: RoomProps) {
	const { requests, newcomers } = waitingCounts.value;
	if (!mayInvite(room) || requests + newcomers === 0) return null;
	return (
		<nav class="arrivals" aria-label={t("joining.newcomers")}>
			{requests > 0 && (
				<a href="/people/requests">
					<Icon of={DoorOpen} />
					{t("joining.count_requests", { count: requests })}
				</a>
			)}
			{newcomers > 0 && (
				<a href="/people/newcomers">
					<Icon of={HandHeart} />
					{t("joining.count_newcomers", { count: newcomers })}
				</a>
			)}
		</nav>
	);
}
