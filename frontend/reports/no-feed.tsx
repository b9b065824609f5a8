import { Lock } from "lucide";
import { useEffect } from "preact/hooks";
import { t } from "../core/i18n";
import { Empty } from "../ui/empty";
import { Screen } from "../ui/screen";
import { PlaceTabs } from "./feed-places";
import { forgetRefusal } from "./figures";

/** Coming back here asks once more: one may have joined since. */
export function NoFeed({ unit }: { unit: string }) {
	useEffect(() => () => forgetRefusal(unit), [unit]);
	return (
		<Screen title={t("reports.feed")} head={<PlaceTabs />}>
			<Empty
				icon={Lock}
				title={t("reports.no_feed")}
				detail={t("reports.no_feed_detail")}
			/>
		</Screen>
	);
}
