import { client } from "../core/client";

/** New messages in one's rooms but those kept quiet; `but` is the room one is in. */
export function unreadRooms(but?: string): number {
	return client.store
		.own("room:")
		.filter((room) => room.stream !== but)
		.reduce((sum, room) => sum + client.store.newsIn(room.stream), 0);
}
