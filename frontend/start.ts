import { type Client, client, openClient } from "./core/client";
import { type Database, type KeptSession, openDatabase } from "./core/database";
import type { StreamSummary, User } from "./core/protocol";
import { registerRoute, startAll } from "./core/registry";
import { type Boot, boot, loadBoot } from "./core/session";
import { watchConnection } from "./ui/connection-line";
import { listenToJumpKey } from "./ui/jump";
import { preferredLanguage, showLanguage } from "./ui/preferences";
import { current, listenToLinks, navigate, path } from "./ui/router";
import { listenToQuestionMark } from "./ui/shortcuts";
import { watchForUpdate } from "./ui/update";

const KEPT = "session";
/** A phone forgets what it keeps after 7 days without network. */
const FORGET_MS = 7 * 24 * 3_600_000;

let db: Database;

/** From an empty page to the right first screen. */
export async function begin(): Promise<void> {
	db = await openDatabase();
	const kept = await keptSession();
	const found = await bootOrKept(kept);
	await showLanguage(preferredLanguage(found?.user?.locale));
	listen();
	if (found?.user) await enter(found.user, kept?.streams ?? []);
	chooseScreen(found);
	watchForUpdate();
}

async function keptSession(): Promise<KeptSession | undefined> {
	const kept = (await db.get("kept", KEPT)) as KeptSession | undefined;
	return kept && kept.saved > Date.now() - FORGET_MS ? kept : undefined;
}

async function bootOrKept(kept?: KeptSession): Promise<Boot | null> {
	try {
		return await loadBoot();
	} catch {
		boot.value = (kept?.boot as Boot | undefined) ?? null;
		return boot.value;
	}
}

async function enter(user: User, streams: StreamSummary[]): Promise<void> {
	const entered = openClient({
		db,
		drafts: localStorage,
		user,
		locale: preferredLanguage(user.locale),
		open: openWire,
		ended: (ending) => {
			if (ending !== "outdated") void leave();
		},
		keep: (fresh) => void keepSession(fresh),
	});
	entered.store.setStreams(streams);
	watchConnection();
	await entered.start();
	watchPage(entered);
	startAll();
}

function openWire(): WebSocket {
	const scheme = location.protocol === "https:" ? "wss" : "ws";
	return new WebSocket(`${scheme}://${location.host}/ws/`, "muster.v1");
}

async function keepSession(streams: StreamSummary[]): Promise<void> {
	const session: KeptSession = {
		boot: boot.value,
		streams,
		saved: Date.now(),
	};
	await db.put("kept", session, KEPT);
}

/** Signed out, here or elsewhere: forget all but what was not sent, and start over. */
export async function leave(): Promise<void> {
	await client.leave();
	location.assign("/signin");
}

function watchPage(entered: Client): void {
	addEventListener("online", () => entered.wake());
	addEventListener("offline", () => entered.lostNetwork());
	document.addEventListener("visibilitychange", () => {
		if (!document.hidden) entered.wake();
	});
	// A page that the browser keeps for 'back' must not hold its socket meanwhile.
	addEventListener("pagehide", () => entered.lostNetwork());
	addEventListener("pageshow", (event) => {
		if (event.persisted) entered.wake();
	});
}

function listen(): void {
	listenToLinks();
	listenToQuestionMark();
	listenToJumpKey();
	registerRoute("/styleguide", () => import("./ui/styleguide-view"), {
		isPublic: true,
	});
}

function chooseScreen(found: Boot | null): void {
	const isPublic = current.value?.route.isPublic;
	if (found?.first_run && path.value !== "/first-run")
		navigate("/first-run", { replace: true });
	else if (!found?.user && !isPublic) navigate("/signin", { replace: true });
	else if (!current.value || path.value === "/")
		navigate("/rooms", { replace: true });
}
