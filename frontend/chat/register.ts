import { Users } from "lucide";
import { registerRoute, registerStart, registerTab } from "../core/registry";
import "../styles/composer.css";
import "../styles/message.css";
import "../styles/room.css";
import { registerMessageFolds } from "./message-data";
import { followMutes } from "./mutes";
import { RoomPane } from "./room-pane";
import RoomView from "./room-view";
import RoomsView from "./rooms-view";
import { unreadRooms } from "./unread";

export function registerChat(): void {
	registerMessageFolds();
	registerStart(followMutes);
	registerTab({
		id: "team",
		label: "chat.tab",
		icon: Users,
		href: "/rooms",
		order: 10,
		badge: () => unreadRooms(),
	});
	// Part of the first file on purpose: this is the screen that must be there first.
	registerRoute("/rooms", async () => ({ default: RoomsView }), {
		tab: "team",
		title: "chat.rooms",
	});
	registerRoute("/rooms/:room", async () => ({ default: RoomView }), {
		tab: "team",
		title: "chat.room",
		pane: RoomPane,
	});
}
