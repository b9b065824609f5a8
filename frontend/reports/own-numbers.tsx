import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { campaignZone, dayBefore } from "../core/campaign-day";
import { formatDay, t } from "../core/i18n";
import { Icon } from "../ui/icon";
import { ListRow } from "../ui/list-row";
import { now } from "../ui/time";
import { iconOf } from "./icons";
import { countOf } from "./kinds";

interface Numbers {
	kind: string;
	today: number;
	total: number;
	best: { quantity: number; day: string };
}

/** What one has done oneself, and one's best day: beside nobody else's. */
export function OwnNumbers() {
	const [all, setAll] = useState<Numbers[]>([]);
	useEffect(() => {
		api
			.get<{ items: Numbers[] }>("/api/v1/me/numbers")
			.then(({ items }) => setAll(items))
			.catch(() => {});
	}, []);
	if (all.length === 0) return null;
	return (
		<section class="stack">
			<h2 class="section-title">{t("reports.own_numbers")}</h2>
			<div class="rows">
				{all.map((one) => (
					<ListRow
						key={one.kind}
						start={<Icon of={iconOf(one.kind)} />}
						title={t("reports.own_today", {
							what: countOf(one.kind, one.today),
						})}
						detail={detailOf(one)}
					/>
				))}
			</div>
		</section>
	);
}

function detailOf({ kind, total, best }: Numbers): string {
	const isToday = best.day === dayBefore(now.value, 0, campaignZone());
	const what = countOf(kind, best.quantity);
	return [
		isToday
			? t("reports.own_best_today")
			: t("reports.own_best", { what, day: dayOf(best.day) }),
		t("reports.own_total", { what: countOf(kind, total) }),
	].join(" · ");
}

/** A day has no hour: its noon is of that day in every zone. */
function dayOf(day: string): string {
	return formatDay(`${day}T12:00:00`);
}
