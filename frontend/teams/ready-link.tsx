import { ClipboardCheck, Database } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { Icon } from "../ui/icon";
import { ListRow } from "../ui/list-row";

const LOOK_AFTER = ["owner", "director"];

/** 'Ready for the day?' and, for owners, the administration. */
export function ReadyLink() {
	const [roles, setRoles] = useState<string[]>([]);
	useEffect(() => {
		api
			.get<{ memberships: { role: string }[] }>("/api/v1/me")
			.then((me) => setRoles(me.memberships.map((one) => one.role)))
			.catch(() => {});
	}, []);
	if (!roles.some((role) => LOOK_AFTER.includes(role))) return null;
	return (
		<section class="rows">
			<ListRow
				href="/ready-for-the-day"
				start={<Icon of={ClipboardCheck} />}
				title={t("keeping.ready")}
			/>
			{roles.includes("owner") && (
				<ListRow
					href="/administration"
					start={<Icon of={Database} />}
					title={t("keeping.administration")}
				/>
			)}
		</section>
	);
}
