import { BellOff } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Badge } from "./badge";
import { Icon } from "./icon";

const SMALL = 16;

/** How much is new in a stream; said softly, and with its sign, of one kept quiet. */
export function News({ stream }: { stream: string }) {
	const count = client.store.unreadIn(stream);
	const label = t("core.new_count", { count });
	if (!client.store.isQuiet(stream))
		return <Badge count={count} label={label} />;
	return (
		<span class="news-quiet">
			<Badge count={count} label={label} kind="quiet" />
			<Icon of={BellOff} label={t("core.quiet")} size={SMALL} />
		</span>
	);
}
