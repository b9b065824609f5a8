import { Users } from "lucide";
import { useState } from "preact/hooks";
import { client } from "../core/client";
import { type Key, t } from "../core/i18n";
import type { StreamSummary } from "../core/protocol";
import { roomMenus } from "../core/registry";
import { Avatar } from "../ui/avatar";
import { Menu } from "../ui/menu";
import { Sheet } from "../ui/sheet";
import { levelActs } from "./level-acts";
import { Members, useOnline } from "./members";

const FACES = 4;

/** Above a team the count is of everybody below too, the list beside it is the room's own people. */
function onlineKey(room: StreamSummary): Key {
	return room.unit?.kind === "team" ? "chat.online" : "chat.online_below";
}

/** Who is online, and what else one can do in a room. */
export function RoomEnd({ room }: { room: StreamSummary }) {
	const [isOpen, setOpen] = useState(false);
	const online = useOnline(room);
	const open = () => setOpen(true);
	return (
		<div class="room-end">
			{online.known && (
				<button type="button" class="online" onClick={open}>
					<span class="avatars online-faces">
						{online.people.slice(0, FACES).map((one) => (
							<Avatar
								key={one.user.id}
								id={one.user.id}
								name={one.user.name}
								isSelf={one.user.id === client.store.user.value?.id}
								isSmall
							/>
						))}
					</span>
					<span class={client.isLive.value ? "dot" : "dot dot-offline"} />
					<span class="online-short">
						{t("chat.online", { count: online.online })}
					</span>
					<span class="online-long">
						{t(onlineKey(room), { count: online.online })}
					</span>
				</button>
			)}
			<Menu
				label={t("chat.room_menu")}
				items={[
					{ label: t("chat.members"), icon: Users, run: open },
					...levelActs(room),
					...roomMenus.flatMap((items) => items(room)),
				]}
			/>
			<Sheet
				isOpen={isOpen}
				onClose={() => setOpen(false)}
				title={t("chat.members")}
			>
				<Members room={room} />
			</Sheet>
		</div>
	);
}
