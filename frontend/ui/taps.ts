/** Quick taps on a button that has just gone must not reach what lies behind it. */
const SWALLOW_MS = 400;
/** A finger taps again about here. */
const NEAR_PX = 40;

let last: { x: number; y: number; until: number } | null = null;

export function swallowTaps({ clientX, clientY, detail }: MouseEvent): void {
	// Enter on a button is no tap.
	if (detail === 0) return;
	if (!last) addEventListener("click", swallow, true);
	last = { x: clientX, y: clientY, until: performance.now() + SWALLOW_MS };
}

/** Each swallowed tap begins the time anew. */
function swallow(event: MouseEvent): void {
	if (last && performance.now() > last.until) {
		removeEventListener("click", swallow, true);
		last = null;
	}
	if (!last || event.detail === 0) return;
	// A sheet that is open again is meant.
	if ((event.target as Element).closest?.("dialog")) return;
	const away = Math.hypot(event.clientX - last.x, event.clientY - last.y);
	if (away > NEAR_PX) return;
	event.preventDefault();
	event.stopPropagation();
	swallowTaps(event);
}
