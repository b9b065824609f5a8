import { t } from "../core/i18n";
import type { Question } from "./question-data";

/** How a question stands, in a few words. */
export function stateLine(question: Question): string {
	switch (question.state) {
		case "claimed":
			return t("desk.is_answering", { name: question.claimed_by?.name ?? "…" });
		case "answered":
			return t("desk.state_answered");
		case "suggested":
			return t("desk.state_suggested");
		case "accepted":
			return t("desk.state_accepted");
		case "reopened":
			return t("desk.state_reopened");
		default:
			return t("desk.state_new");
	}
}
