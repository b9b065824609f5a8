import { registerRoute } from "../core/registry";

export function registerArranging(): void {
	registerRoute("/people/archived", () => import("./archived-view"), {
		tab: "people",
		title: "tree.archived_places",
	});
}
