import { DoorClosed, Hourglass } from "lucide";
import { useEffect } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { EntryPage } from "../teams/entry-page";
import { turnDocument } from "../ui/back";
import { Empty } from "../ui/empty";
import { Skeleton } from "../ui/skeleton";
import { Ago } from "../ui/time";
import { type Arrival, arrival, loadArrival } from "./arrival";
import { Withdraw } from "./withdraw";

/** Until somebody lets them in; the room opens by itself. */
export default function WaitingView() {
	const isLive = client?.isLive.value;
	useEffect(() => {
		if (isLive) void loadArrival().then(enterIfIn, () => {});
	}, [isLive]);
	const now = arrival.value;
	if (!now)
		return (
			<EntryPage title="Muster">
				<Skeleton rows={2} />
			</EntryPage>
		);
	if (now.waiting.length === 0) return <NotWaiting declined={now.declined} />;
	return (
		<EntryPage title={t("joining.waiting")} lead={t("joining.waiting_lead")}>
			<ul class="stack">
				{now.waiting.map((one) => (
					<li key={one.unit.id}>
						<Empty
							icon={Hourglass}
							title={
								one.waits_for
									? t("joining.waits_for", {
											name: one.waits_for,
											team: one.unit.name,
										})
									: t("joining.waits", { team: one.unit.name })
							}
							action={
								<>
									<p class="meta">
										<Ago at={one.since} />
									</p>
									<Withdraw team={one.unit} />
								</>
							}
						/>
					</li>
				))}
			</ul>
		</EntryPage>
	);
}

function NotWaiting({ declined }: Pick<Arrival, "declined">) {
	const team = declined[0]?.unit.name;
	return (
		<EntryPage title="Muster">
			<Empty
				icon={DoorClosed}
				title={
					team ? t("joining.declined_by", { team }) : t("joining.not_waiting")
				}
				detail={t(
					team ? "joining.declined_by_detail" : "joining.not_waiting_detail",
				)}
				action={
					<a class="button button-primary" href="/join">
						{t("joining.find")}
					</a>
				}
			/>
		</EntryPage>
	);
}

/** Let in while the page was away: the event has passed already. */
function enterIfIn(now: { waiting: unknown[] }): void {
	const hasRoom = client.store.own("room:").length > 0;
	if (now.waiting.length === 0 && hasRoom) turnDocument("/rooms");
}
