import { t } from "../core/i18n";
import type { Pace } from "./pace";

/** '20 behind': always in words too, never by colour alone. */
export function paceWords({ standing, by }: Pace): string {
	switch (standing) {
		case "reached":
			return t("reports.reached");
		case "ahead":
			return t("reports.ahead", { count: by });
		case "behind":
			return t("reports.behind", { count: by });
		case "on_pace":
			return t("reports.on_pace");
	}
}
