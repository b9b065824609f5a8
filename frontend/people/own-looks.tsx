import { useEffect, useState } from "preact/hooks";
import { type Key, t } from "../core/i18n";
import { called } from "../ui/called";
import { Ago } from "../ui/time";
import { type Look, looks } from "./people-data";

/** In Me: who looked at one's own e-mail and phone. Nothing while nobody has. */
export function OwnLooks() {
	const [seen, setSeen] = useState<Look[]>([]);
	useEffect(() => {
		looks()
			.then(({ items }) => setSeen(items))
			.catch(() => {});
	}, []);
	if (seen.length === 0) return null;
	return (
		<section class="stack">
			<h2 class="section-title">{t("people.who_looked")}</h2>
			<ul class="rows">
				{seen.map((look) => (
					<li key={`${look.at} ${look.by.id}`} class="row">
						<span class="row-body">
							<span class="row-title">
								<bdi>{called(look.by.name)}</bdi>
							</span>
							<span class="row-detail">
								{t(`people.reason_${look.reason}` as Key)}
							</span>
						</span>
						<span class="row-end">
							<Ago at={look.at} />
						</span>
					</li>
				))}
			</ul>
		</section>
	);
}
