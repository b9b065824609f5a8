/**
 * Places in the history for what lies over the page, one for each layer, so that Back closes just
 * the topmost.
 */

interface Held {
	sheets?: number;
}

interface Layer {
	onBack: () => void;
}

/** The part of the browser's Navigation API that is used here, where there is one. */
interface Navigation {
	currentEntry: { index: number } | null;
	entries(): { key: string }[];
	traverseTo(key: string): Record<"committed" | "finished", Promise<unknown>>;
}

const LOST_AFTER_MS = 1_000;

const layers: Layer[] = [];
/** Run when the step back that is under way has arrived. */
let waiting: (() => void)[] = [];
let isLeaving = false;
/** A new document is on its way: a step in the history would call it off. */
let isGone = false;
let isListening = false;
let patience: ReturnType<typeof setTimeout> | undefined;

/** `onBack` is called when the person goes back; returns the way to give the place up. */
export function holdBack(onBack: () => void): () => void {
	listen();
	const layer = { onBack };
	layers.push(layer);
	settle();
	return () => {
		layers.splice(layers.indexOf(layer), 1);
		// One layer may make room for the next: what is so a moment later counts.
		setTimeout(settle);
	};
}

/** A new page takes the place of what lay over the old one, or comes behind it. */
export function turnPage(href: string, isInstead: boolean, then: () => void) {
	if (isLeaving) {
		waiting.push(() => turnPage(href, isInstead, then));
		return;
	}
	const isHeld = layers.length > 0 && depth() > 0;
	if (isHeld && isInstead) {
		waiting.push(() => turnPage(href, isInstead, then));
		leave(depth());
		return;
	}
	if (isHeld || isInstead) history.replaceState(null, "", href);
	else history.pushState(null, "", href);
	then();
}

/** The same for a page that the server sends anew. */
export function turnDocument(href: string, isInstead = false): void {
	const steps = isInstead ? depth() : depth() - layers.length;
	if (isLeaving || steps > 0) {
		listen();
		waiting.push(() => turnDocument(href, isInstead));
		if (!isLeaving) leave(steps);
		return;
	}
	isGone = true;
	if (isInstead) location.replace(href);
	else location.assign(href);
}

function listen(): void {
	if (isListening) return;
	isListening = true;
	addEventListener("popstate", arrive);
	addEventListener("pageshow", (event) => {
		if (!event.persisted) return;
		isGone = false;
		settle();
	});
}

function arrive(): void {
	if (isLeaving) {
		goOn();
		settle();
		return;
	}
	for (const layer of layers.slice(depth()).reverse()) layer.onBack();
	// Who did not close is held again.
	setTimeout(settle);
}

/** As many places as there are layers. */
function settle(): void {
	if (isLeaving || isGone) return;
	if (depth() > layers.length) leave(depth() - layers.length);
	for (let at = depth() + 1; at <= layers.length; at++)
		history.pushState({ sheets: at } satisfies Held, "");
}

/** What waited for the step is done. */
function goOn(): void {
	clearTimeout(patience);
	isLeaving = false;
	const then = waiting;
	waiting = [];
	for (const run of then) run();
}

/**
 * Chromium drops a step right after another one and a new place, when the tab and the browser count
 * the places differently for a moment.
 */
function leave(steps: number): void {
	isLeaving = true;
	const key = keyBehind(steps);
	history.go(-steps);
	patience = setTimeout(() => leaveAgain(key), LOST_AFTER_MS);
}

/** By the name of the place: a step that was only slow isn't made twice by that. */
function leaveAgain(key: string | undefined): void {
	if (key === undefined) {
		goOn();
		return;
	}
	const { committed, finished } = (navigation() as Navigation).traverseTo(key);
	for (const end of [committed, finished]) end.catch(() => {});
	patience = setTimeout(arrive, LOST_AFTER_MS);
}

function keyBehind(steps: number): string | undefined {
	const known = navigation();
	if (!known?.currentEntry) return undefined;
	return known.entries()[known.currentEntry.index - steps]?.key;
}

function navigation(): Navigation | undefined {
	return (globalThis as { navigation?: Navigation }).navigation;
}

function depth(): number {
	return (history.state as Held | null)?.sheets ?? 0;
}
