import { ArrowUp } from "lucide";
import { t } from "../core/i18n";
import { Icon } from "../ui/icon";

/** One level up; a wide screen has no arrow before its title. */
export function UpLink({ name, href }: { name: string; href: string }) {
	return (
		<a
			class="chip overview-up"
			href={href}
			aria-label={t("overview.up", { name })}
		>
			<Icon of={ArrowUp} size={16} />
			<bdi>{name}</bdi>
		</a>
	);
}
