import { t } from "../core/i18n";
import { OfflineError, RequestError } from "../core/protocol";

/** What to tell a person when something did not work. */
export function sentenceFor(error: unknown): string {
	if (error instanceof OfflineError) return t("core.no_network");
	if (error instanceof RequestError && !error.code.startsWith("http_"))
		return error.message;
	return t("core.went_wrong");
}
