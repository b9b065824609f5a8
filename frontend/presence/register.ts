import { client } from "../core/client";
import { registerStart } from "../core/registry";

/** Looking at another tab for a moment is not being away. */
const AWAY_AFTER_MS = 5_000;

export function registerPresence(): void {
	registerStart(followVisibility);
}

/** Away while the page is hidden; on shift and on desk are the person's own word and stay. */
function followVisibility(): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const look = () => {
		clearTimeout(timer);
		if (document.hidden)
			timer = setTimeout(() => move("online", "away"), AWAY_AFTER_MS);
		else move("away", "online");
	};
	document.addEventListener("visibilitychange", look);
	return () => {
		clearTimeout(timer);
		document.removeEventListener("visibilitychange", look);
	};
}

function move(from: "online" | "away", to: "online" | "away"): void {
	if (client.presenceNow === from) client.setPresence(to);
}
