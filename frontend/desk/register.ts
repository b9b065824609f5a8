import { effect } from "@preact/signals";
import { Headset, LifeBuoy } from "lucide";
import { client } from "../core/client";
import {
	registerRailSection,
	registerRoute,
	registerShortcut,
	registerStart,
	registerTab,
} from "../core/registry";
import { ownDesks, waitingCount } from "./desk-state";
import { OnDeskList, rememberDuty } from "./on-desk";
import { followOwnQuestions, unseenAnswers } from "./own-questions";
import { registerQuestionFolds } from "./question-data";
import { takeBackRefused } from "./refused-answers";
import { ringForDoors } from "./ring";

const QUEUE_AT_MOST = 250;

export function registerDesk(): void {
	registerQuestionFolds();
	registerTab({
		id: "ask",
		label: "desk.ask",
		icon: LifeBuoy,
		href: "/ask",
		order: 30,
		badge: unseenAnswers,
		isShown: () => ownDesks().length === 0,
	});
	registerTab({
		id: "desk",
		label: "desk.desk",
		icon: Headset,
		href: "/desk",
		order: 30,
		badge: waitingCount,
		isShown: () => ownDesks().length > 0,
	});
	registerViews();
	registerKeys();
	registerRailSection(OnDeskList);
	registerStart(followDesks);
	registerStart(followOwnQuestions);
	registerStart(ringForDoors);
	registerStart(rememberDuty);
	registerStart(takeBackRefused);
}

function registerViews(): void {
	const ask = { tab: "ask", title: "desk.ask" } as const;
	const desk = {
		tab: "desk",
		title: "desk.desk",
		isWide: true,
		view: "desk",
	} as const;
	const loadDesk = () => import("./desk-view");
	registerRoute("/ask", () => import("./ask-view"), ask);
	registerRoute("/ask/:question", () => import("./question-view"), ask);
	for (const path of ["/desk", "/desk/:unit", "/desk/:unit/:question"])
		registerRoute(path, loadDesk, desk);
}

function registerKeys(): void {
	registerShortcut({ keys: "j k", label: "desk.key_move" });
	registerShortcut({ keys: "c", label: "desk.key_claim" });
	registerShortcut({ keys: "a", label: "desk.key_answer" });
	registerShortcut({ keys: "r", label: "desk.key_release" });
	registerShortcut({ keys: "/", label: "desk.key_library" });
}

/** The queues are held from the start, so that their number and their ring are right. */
function followDesks(): () => void {
	const stops = new Map<string, () => void>();
	const stop = effect(() => {
		for (const { stream } of ownDesks()) {
			if (!stops.has(stream)) stops.set(stream, client.follow(stream));
			const { hasBefore, items } = client.store.content(stream).value;
			// A queue is shown whole: who waits longest must not be on another page.
			if (hasBefore && items.length < QUEUE_AT_MOST)
				void client.before(stream).catch(() => {});
		}
	});
	return () => {
		stop();
		for (const unfollow of stops.values()) unfollow();
	};
}
