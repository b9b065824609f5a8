import { formatNumber, t } from "../core/i18n";
import type { Goal, Pace } from "./pace";

/** '20 behind': always in words too, never by colour alone. */
export function paceWords({ standing, by }: Pace): string {
	switch (standing) {
		case "reached":
			return t("reports.reached");
		case "ahead":
			return t("reports.ahead", { count: by });
		case "behind":
			return t("reports.behind", { count: by });
		case "early":
			return "";
		case "on_pace":
			return t("reports.on_pace");
	}
}

/** 'of 500 · 20 behind' */
export function goalWords({ target }: Goal, pace: Pace): string {
	const words = [
		t("reports.of_target", { target: formatNumber(target) }),
		paceWords(pace),
	];
	return words.filter(Boolean).join(t("reports.separator"));
}
