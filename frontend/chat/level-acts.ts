import { Bell, BellOff } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { StreamSummary } from "../core/protocol";
import type { RoomMenuItem } from "../core/registry";
import { toast } from "../ui/toast";
import { type Level, setLevel } from "./levels";

/** In a room's menu. Of one that is only looked into nothing is told anyway. */
export function levelActs(room: StreamSummary): RoomMenuItem[] {
	if (!client.store.summary(room.stream)) return [];
	return client.store.isQuiet(room.stream)
		? [
				{
					label: t("chat.notify"),
					icon: Bell,
					run: () => void change(room, "all"),
				},
			]
		: [
				{
					label: t("chat.stop_notifying"),
					icon: BellOff,
					run: () => void change(room, "nothing"),
				},
			];
}

/** Nothing else in the room itself shows that it is so now. */
async function change(room: StreamSummary, level: Level): Promise<void> {
	if (!(await setLevel(room.stream, level))) return;
	const said = level === "all" ? "chat.notified" : "chat.not_notified";
	toast(t(said, { room: room.title }), { kind: "good" });
}
