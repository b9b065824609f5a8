import { registerRoute } from "../core/registry";

export function registerKeeping(): void {
	registerRoute("/ready-for-the-day", () => import("./ready-view"), {
		tab: "me",
		title: "keeping.ready",
	});
	registerRoute("/administration", () => import("./administration-view"), {
		tab: "me",
		title: "keeping.administration",
	});
}
