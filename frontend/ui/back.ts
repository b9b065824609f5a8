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

const layers: Layer[] = [];
/** Run when the step back that is under way has arrived. */
let waiting: (() => void)[] = [];
let isLeaving = false;
/** A new document is on its way: a step in the history would call it off. */
let isGone = false;
let isListening = false;

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
		isLeaving = false;
		const then = waiting;
		waiting = [];
		for (const run of then) run();
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

function leave(steps: number): void {
	isLeaving = true;
	history.go(-steps);
}

function depth(): number {
	return (history.state as Held | null)?.sheets ?? 0;
}
