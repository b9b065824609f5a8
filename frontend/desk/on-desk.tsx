import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { Present } from "../core/protocol";
import { Switch } from "../ui/switch";
import { toast } from "../ui/toast";
import { ownDesks } from "./desk-state";
import { questionOf } from "./question-data";

const KEPT = "muster-on-desk";

/** One's own word: it stays through a reload, and ends with the tab. */
export const isOnDesk = signal(false);

export function rememberDuty(): () => void {
	if (sessionStorage.getItem(KEPT) && ownDesks().length > 0) sit(true);
	return () => sessionStorage.removeItem(KEPT);
}

export function sit(isSitting: boolean): void {
	remember(isSitting);
	client.setPresence(isSitting ? "on_desk" : "online", (error) => {
		remember(!isSitting);
		toast(error.message, { kind: "urgent" });
	});
}

function remember(isSitting: boolean): void {
	isOnDesk.value = isSitting;
	if (isSitting) sessionStorage.setItem(KEPT, "yes");
	else sessionStorage.removeItem(KEPT);
}

export function OnDeskSwitch() {
	return (
		<Switch
			label={t("desk.i_am_on_desk")}
			isOn={isOnDesk.value}
			onChange={sit}
		/>
	);
}

/** In the rail: who attends one's desks now, and how much each has in hand. */
export function OnDeskList() {
	const units = ownDesks().map((desk) => desk.unit?.id ?? "");
	const key = units.join();
	useEffect(() => {
		const stops = key
			.split(",")
			.filter(Boolean)
			.map((id) => client.watch(id));
		return () => {
			for (const stop of stops) stop();
		};
	}, [key]);
	const people = attendants(units);
	if (units.length === 0) return null;
	return (
		<>
			<p class="rail-title">{t("desk.on_desk_title")}</p>
			<OnDeskSwitch />
			<ul>
				{people.map((one) => (
					<li key={one.user.id} class="rail-attendant">
						<span class="dot" aria-hidden="true" />
						<bdi class="rail-name">{nameOf(one)}</bdi>
						<span class="rail-count">
							{t("desk.open_count", { count: inHand(one.user.id) })}
						</span>
					</li>
				))}
			</ul>
		</>
	);
}

function attendants(units: string[]): Present[] {
	const found = new Map<string, Present>();
	for (const unit of units)
		for (const one of client.presence.of(unit).value.people)
			if (one.state === "on_desk") found.set(one.user.id, one);
	return [...found.values()];
}

function nameOf(one: Present): string {
	return one.user.id === client.store.user.value?.id
		? t("desk.you_name")
		: one.user.name;
}

function inHand(user: string): number {
	return ownDesks()
		.flatMap((desk) => client.store.content(desk.stream).value.items)
		.filter((item) => questionOf(item)?.claimed_by?.id === user).length;
}
