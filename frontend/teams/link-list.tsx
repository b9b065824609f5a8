import { Copy } from "lucide";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { roleName } from "../ui/role";
import { toast } from "../ui/toast";

export interface UnitLink {
	unit: { name: string } | string;
	role?: string;
	link: string;
}

/** Invitation links to copy. */
export function LinkList({ links }: { links: UnitLink[] }) {
	return (
		<ul class="rows">
			{links.map((one) => (
				<li key={one.link}>
					<LinkRow link={one.link} name={nameOf(one)} role={one.role} />
				</li>
			))}
		</ul>
	);
}

interface LinkRowProps {
	link: string;
	name: string;
	role?: string;
}

export function LinkRow({ link, name, role }: LinkRowProps) {
	const copy = async () => {
		await navigator.clipboard?.writeText(link);
		toast(t("teams.link_copied"));
	};
	return (
		<div class="row">
			<span class="row-body">
				<span class="row-title">
					<bdi>{name}</bdi>
					{roleName(role) && ` · ${roleName(role)}`}
				</span>
				<span class="invite-link" dir="ltr">
					{link}
				</span>
			</span>
			<Button icon={Copy} onClick={() => void copy()}>
				{t("teams.copy")}
			</Button>
		</div>
	);
}

function nameOf(one: UnitLink): string {
	return typeof one.unit === "string" ? one.unit : one.unit.name;
}
