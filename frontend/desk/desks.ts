/** The desks over this person, and how many sit there now. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { Unit } from "../core/protocol";

interface Desk {
	unit: Unit;
	on_desk: number;
	usual_wait_s: number;
}

const desks = signal<Desk[]>([]);

export interface Destination {
	name: string;
	onDesk: number;
	isCentre: boolean;
}

/** Where a question would go now: the office while somebody is there, else the centre. */
export function useDestination(isAtTheDoor: boolean): Destination | null {
	const isLive = client.isLive.value;
	useEffect(() => void load(), [isLive]);
	const units = desks.value.map((desk) => desk.unit.id).join();
	useEffect(() => {
		const stops = desks.peek().map((desk) => client.watch(desk.unit.id));
		return () => {
			for (const stop of stops) stop();
		};
	}, [units]);
	const office = desks.value.find((desk) => desk.unit.kind === "office");
	const centre = desks.value.find((desk) => desk.unit.kind === "centre");
	const takesOffice = office && !isAtTheDoor && countOf(office) > 0;
	const desk = takesOffice ? office : (centre ?? office);
	if (!desk) return null;
	const isCentre = desk.unit.kind === "centre";
	return { name: nameOf(desk.unit), onDesk: countOf(desk), isCentre };
}

/** 'Operations centre', or the name of a field office. */
export function nameOf(desk: Unit): string {
	return desk.kind === "centre" ? t("desk.centre") : desk.name;
}

function countOf(desk: Desk): number {
	const presence = client.presence.of(desk.unit.id).value;
	return presence.known ? presence.onDesk : desk.on_desk;
}

async function load(): Promise<void> {
	try {
		const { items } = await api.get<{ items: Desk[] }>("/api/v1/desks");
		desks.value = items;
	} catch {
		// Without network the last known desks stay.
	}
}
