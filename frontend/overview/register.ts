import { Gauge } from "lucide";
import { registerRoute, registerTab } from "../core/registry";
import { mayAnywhere } from "../teams/powers";

export function registerOverview(): void {
	registerTab({
		id: "overview",
		label: "overview.title",
		icon: Gauge,
		href: "/overview",
		order: 15,
		isShown: () => mayAnywhere("read_overview"),
		within: "people",
	});
	const page = { tab: "overview", title: "overview.title" } as const;
	registerRoute("/overview", () => import("./overview-view"), page);
	registerRoute("/overview/:unit", () => import("./overview-view"), page);
	registerRoute("/overview/:unit/silent", () => import("./silent-view"), page);
}
