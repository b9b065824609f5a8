import { effect, untracked } from "@preact/signals";
import { keepCampaignName } from "./core/campaign-name";
import { type Client, client, openClient } from "./core/client";
import { type Database, type KeptSession, openDatabase } from "./core/database";
import { keptEntry } from "./core/kept-entry";
import {
	RequestError,
	type StreamSummary,
	UNAVAILABLE,
	type User,
} from "./core/protocol";
import { registerRoute, startAll } from "./core/registry";
import { type Boot, boot, loadBoot } from "./core/session";
import { StreamWire } from "./core/stream-wire";
import { isAway } from "./ui/away";
import { turnDocument } from "./ui/back";
import { watchConnection } from "./ui/connection-line";
import { listenToJumpKey } from "./ui/jump";
import { preferredLanguage, showLanguage } from "./ui/preferences";
import { current, listenToLinks, navigate, path } from "./ui/router";
import { listenToQuestionMark } from "./ui/shortcuts";
import { watchForUpdate } from "./ui/update";

const KEPT = "session";
/** A phone forgets what it keeps after 7 days without network. */
const FORGET_MS = 7 * 24 * 3_600_000;
const TRY_AGAIN_MS = 2_000;
/** Pages that have nothing to say to who is signed in. */
const BEFORE_ONE_IS_IN = new Set(["/signin", "/first-run"]);

let db: Database;
let slowWire: StreamWire | undefined;

/** From an empty page to the right first screen. */
export async function begin(): Promise<void> {
	db = await openDatabase();
	const kept = await keptSession();
	const found = await bootOrKept(kept);
	await showLanguage(preferredLanguage(found?.user?.locale));
	listen();
	watchForUpdate();
	if (isAway.value) tryAgain();
	else await arrive(found, kept?.streams ?? []);
}

async function arrive(
	found: Boot | null,
	streams: StreamSummary[],
): Promise<void> {
	if (found?.user) await enter(found.user, streams);
	chooseScreen(found);
}

/** Nobody who is here for the first time shall take a lost database for a sign-in form. */
function tryAgain(): void {
	setTimeout(async () => {
		const found = await loadBoot().catch(() => null);
		if (!found) return tryAgain();
		await showLanguage(preferredLanguage(found.user?.locale));
		await arrive(found, []);
		isAway.value = false;
	}, TRY_AGAIN_MS);
}

async function keptSession(): Promise<KeptSession | undefined> {
	const kept = (await db.get("kept", KEPT)) as KeptSession | undefined;
	return kept && kept.saved > Date.now() - FORGET_MS ? kept : undefined;
}

async function bootOrKept(kept?: KeptSession): Promise<Boot | null> {
	try {
		return await loadBoot();
	} catch (error) {
		boot.value = (kept?.boot as Boot | undefined) ?? null;
		isAway.value = !boot.value && isUnavailable(error);
		return boot.value;
	}
}

function isUnavailable(error: unknown): boolean {
	return error instanceof RequestError && error.code === UNAVAILABLE;
}

async function enter(user: User, streams: StreamSummary[]): Promise<void> {
	const entered = openClient({
		db,
		drafts: localStorage,
		user,
		locale: preferredLanguage(user.locale),
		open: openWire,
		openSlow: () => openSlowWire(user),
		ended: (ending) => {
			if (ending !== "outdated") void leave();
		},
		keep: (fresh) => void keepSession(fresh),
	});
	entered.store.setStreams(streams);
	watchConnection();
	await entered.start();
	watchPage(entered);
	goWhereOneBelongs(entered);
	keepCampaignName(entered.store);
	startAll();
}

function openWire(): WebSocket {
	const scheme = location.protocol === "https:" ? "wss" : "ws";
	return new WebSocket(`${scheme}://${location.host}/ws/`, "muster.v1");
}

function openSlowWire(user: User): StreamWire {
	slowWire = new StreamWire(user.id);
	slowWire.rest(document.hidden);
	return slowWire;
}

async function keepSession(streams: StreamSummary[]): Promise<void> {
	const session: KeptSession = {
		boot: boot.value,
		streams,
		saved: Date.now(),
	};
	await db.put("kept", session, KEPT);
}

/** Who has no stream left but their own may be shut out: the page then says so. */
function goWhereOneBelongs(entered: Client): void {
	effect(() => {
		entered.store.titles.value;
		if (!entered.isLive.value || untracked(() => hasPlace(entered))) return;
		loadBoot().then(
			(found) => {
				if (!found.belongs) chooseScreen(found);
			},
			() => {},
		);
	});
}

function hasPlace(entered: Client): boolean {
	const own = `user:${entered.store.user.value?.id}`;
	return [...entered.store.streams.value.keys()].some((one) => one !== own);
}

/** Signed out, here or elsewhere: forget all but what was not sent, and start over. */
export async function leave(): Promise<void> {
	await client.leave();
	turnDocument("/signin");
}

function watchPage(entered: Client): void {
	addEventListener("online", () => entered.wake());
	addEventListener("offline", () => entered.lostNetwork());
	document.addEventListener("visibilitychange", () => {
		slowWire?.rest(document.hidden);
		if (document.hidden) entered.keepNow();
		else entered.wake();
	});
	addEventListener("pagehide", () => {
		entered.keepNow();
		// A page that the browser keeps for 'back' must not hold its socket meanwhile.
		entered.lostNetwork();
	});
	addEventListener("pageshow", (event) => {
		if (event.persisted) entered.wake();
	});
}

/** The browser's Back may show a page as it was before one signed in. */
function lookAgain(event: PageTransitionEvent): void {
	if (!event.persisted || !BEFORE_ONE_IS_IN.has(path.value)) return;
	loadBoot().then(
		(found) => {
			if (found.user) location.reload();
		},
		() => {},
	);
}

function listen(): void {
	addEventListener("pageshow", lookAgain);
	listenToLinks();
	listenToQuestionMark();
	listenToJumpKey();
	registerRoute("/styleguide", () => import("./ui/styleguide-view"), {
		isPublic: true,
	});
}

/** The first links are shown only once: a reload shows them again until one goes on. */
function hasNewLinks(): boolean {
	return path.value === "/first-run" && keptEntry("first-links") !== null;
}

function chooseScreen(found: Boot | null): void {
	const isPublic = current.value?.route.isPublic;
	const isIn = found?.user && !found.first_run;
	if (found?.first_run && path.value !== "/first-run")
		navigate("/first-run", { replace: true });
	else if (!found?.user && !isPublic) navigate("/signin", { replace: true });
	else if (isIn && BEFORE_ONE_IS_IN.has(path.value) && !hasNewLinks())
		navigate(found.belongs ? "/rooms" : "/nowhere", { replace: true });
	else if (found?.user && !found.belongs && !current.value?.route.isPublic) {
		if (path.value !== "/me") navigate("/nowhere", { replace: true });
	} else if (!current.value || path.value === "/")
		navigate("/rooms", { replace: true });
}
