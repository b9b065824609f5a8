import { MessagesSquare, Users } from "lucide";
import { useEffect } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { StreamSummary } from "../core/protocol";
import { Empty } from "../ui/empty";
import { Icon } from "../ui/icon";
import { ListRow } from "../ui/list-row";
import { News } from "../ui/news";
import { navigate, query } from "../ui/router";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { landingOf } from "./landing";
import { useOtherRooms } from "./other-rooms";
import { roomOf } from "./room-state";

const LAST = "muster-last-room";

/** All rooms of a person. Who has one, or was in one last, goes straight there. */
export default function RoomsView() {
	const rooms = client.store.own("room:");
	const isAsked = query.value.has("list");
	const target = isAsked
		? undefined
		: landingOf(localStorage.getItem(LAST), rooms);
	useEffect(() => {
		if (target) navigate(`/rooms/${roomOf(target.stream)}`, { replace: true });
	}, [target]);
	if (target) return null;
	return (
		<Screen title={t("chat.rooms")}>
			<RoomList rooms={rooms} />
			<OtherRooms />
		</Screen>
	);
}

function RoomList({ rooms }: { rooms: StreamSummary[] }) {
	if (rooms.length === 0 && !client.isLive.value) return <Skeleton rows={3} />;
	if (rooms.length === 0)
		return (
			<Empty
				icon={MessagesSquare}
				title={t("chat.no_rooms")}
				detail={t("chat.no_rooms_detail")}
			/>
		);
	return <Rows rooms={rooms} />;
}

function OtherRooms() {
	const rooms = useOtherRooms();
	if (rooms.length === 0) return null;
	return (
		<section class="stack">
			<h2 class="section-title">{t("chat.other_rooms")}</h2>
			<p class="meta">{t("chat.other_rooms_detail")}</p>
			<Rows rooms={rooms} />
		</section>
	);
}

function Rows({ rooms }: { rooms: StreamSummary[] }) {
	return (
		<ul class="rows">
			{rooms.map((room) => (
				<li key={room.stream}>
					<ListRow
						href={`/rooms/${roomOf(room.stream)}`}
						start={<Icon of={Users} />}
						title={<bdi>{room.title}</bdi>}
						end={<News stream={room.stream} />}
					/>
				</li>
			))}
		</ul>
	);
}

export function rememberRoom(stream: string): void {
	localStorage.setItem(LAST, stream);
}
