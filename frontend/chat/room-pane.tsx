import { t } from "../core/i18n";
import { roomPanes, type ViewProps } from "../core/registry";
import { Members } from "./members";
import { useRoom } from "./other-rooms";
import { streamOf } from "./room-state";

/** Beside a room on a wide screen: what others registered, then its people. */
export function RoomPane({ params }: ViewProps) {
	const room = useRoom(streamOf(params.room ?? ""));
	if (!room) return null;
	return (
		<div class="pane">
			{roomPanes.map((Pane, index) => (
				<Pane key={index} room={room} />
			))}
			<h2 class="section-title">{t("chat.members")}</h2>
			<Members room={room} />
		</div>
	);
}
