import { signal } from "@preact/signals";
import { ServerOff } from "lucide";
import { t } from "../core/i18n";
import { Empty } from "./empty";

/** Nothing can be shown yet: the server is there and its database is not. */
export const isAway = signal(false);

export function Away() {
	return (
		<main class="screen-body">
			<div role="status">
				<Empty
					icon={ServerOff}
					title={t("core.away")}
					detail={t("core.away_detail")}
				/>
			</div>
		</main>
	);
}
