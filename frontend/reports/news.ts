/** What a screen reader hears of a report or a milestone in a room. */
import { t } from "../core/i18n";
import type { EventFrame } from "../core/protocol";
import { countOf } from "./kinds";
import { reachedOf, reportedOf } from "./report-data";
import { firstName } from "./words";

export function newsOf(event: EventFrame, self?: string): string | null {
	if (!event.stream.startsWith("room:") || event.by?.id === self) return null;
	if (event.kind === "report.filed" && event.by) {
		const { report } = reportedOf(event);
		const what = countOf(report.kind, report.quantity);
		return t("reports.announce", { name: firstName(event.by.name), what });
	}
	if (event.kind === "milestone.reached" || event.kind === "goal.reached") {
		const { kind, quantity } = reachedOf(event);
		return t("reports.milestone", { what: countOf(kind, quantity) });
	}
	return null;
}
