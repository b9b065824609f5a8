import { registerRoute } from "../core/registry";

export function registerImporting(): void {
	registerRoute("/people/import", () => import("./import-view"), {
		tab: "people",
		title: "tree.import",
	});
}
