import { MicOff } from "lucide";
import { formatExact, formatTime, type Key, t } from "../core/i18n";
import type { StreamSummary } from "../core/protocol";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { shownTabs } from "../ui/frame";
import { Icon } from "../ui/icon";
import { shownActions } from "./composer";

interface Props {
	room: StreamSummary;
	until: string;
}

/** In place of the composer: that one was muted, until when, and what goes on meanwhile. */
export function MutedFoot({ room, until }: Props) {
	const actions = shownActions(room);
	const ask = shownTabs().find((tab) => tab.id === "ask");
	return (
		<>
			<Banner icon={MicOff}>
				{t("chat.muted", { time: timeOf(until) })}{" "}
				{t(stillMay(actions.length > 0, ask !== undefined))}
			</Banner>
			{(actions.length > 0 || ask) && (
				<div class="composer">
					{actions.map((action) => (
						<Button
							key={action.id}
							kind={action.isPrimary ? "primary" : "plain"}
							icon={action.icon}
							onClick={() => action.run(room)}
						>
							{t(action.label)}
						</Button>
					))}
					{ask && (
						<a class="button button-plain" href={ask.href}>
							<Icon of={ask.icon} />
							<span class="button-text">{t(ask.label)}</span>
						</a>
					)}
				</div>
			)}
		</>
	);
}

function stillMay(mayReport: boolean, mayAsk: boolean): Key {
	if (mayReport) return mayAsk ? "chat.muted_all" : "chat.muted_report";
	return mayAsk ? "chat.muted_ask" : "chat.muted_read";
}

function timeOf(until: string): string {
	const isToday = new Date(until).toDateString() === new Date().toDateString();
	return isToday ? formatTime(until) : formatExact(until);
}
