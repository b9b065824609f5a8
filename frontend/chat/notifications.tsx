import { useMemo } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Switch } from "../ui/switch";
import { offered, setLevel } from "./levels";

/** In Me: of which of one's rooms one wants to be told. */
export function Notifications() {
	const rooms = client.store.own("room:");
	// Not by what is set: a switch must not leave the finger that moves it.
	const titles = client.store.titles.value;
	const shown = useMemo(() => offered(rooms), [titles]);
	if (rooms.length === 0) return null;
	return (
		<section class="stack">
			<h2 class="section-title">{t("chat.notifications")}</h2>
			<p class="meta">{t("chat.notifications_detail")}</p>
			<ul class="rows">
				{shown.map(({ stream, title }) => (
					<li key={stream}>
						<Switch
							label={<bdi>{title}</bdi>}
							isOn={!client.store.isQuiet(stream)}
							onChange={(isOn) =>
								void setLevel(stream, isOn ? "all" : "nothing")
							}
						/>
					</li>
				))}
			</ul>
			{rooms.length > shown.length && (
				<p class="meta">{t("chat.notifications_more")}</p>
			)}
		</section>
	);
}
