import { BadgeAlert } from "lucide";
import { t } from "../core/i18n";
import { Icon } from "../ui/icon";

/** To the decision about a name that looks like a leader's. */
export function HeldNameLink({ held }: { held: { id: string; name: string } }) {
	return (
		<a class="mark mark-warn held-name" href={`/people/flags?name=${held.id}`}>
			<Icon of={BadgeAlert} size={16} />
			{t("trust.name_waits", { name: held.name })}
		</a>
	);
}
