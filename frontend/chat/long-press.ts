/** A finger that rests on a message opens its menu; a mouse goes on to select text. */

import { signal } from "@preact/signals";

const LONG_MS = 500;
const STILL_PX = 10;
/** These have something of their own that a long press brings up. */
const OTHERS = "a, button, textarea, input";

const KNOWN = "knows-long-press";

/** Whether to say that a finger may rest on a message: on a touch screen, until one did. */
export const isLongPressNew = signal(
	matchMedia("(hover: none)").matches && !localStorage.getItem(KNOWN),
);

let timer: ReturnType<typeof setTimeout> | undefined;
let from = { x: 0, y: 0 };

/** Given to the element that holds the menu's button. */
export const longPress = {
	onPointerDown(event: PointerEvent): void {
		clearTimeout(timer);
		if (!isMeant(event)) return;
		const row = event.currentTarget as HTMLElement;
		from = { x: event.clientX, y: event.clientY };
		timer = setTimeout(() => openMenu(row), LONG_MS);
	},
	onPointerMove({ clientX, clientY }: PointerEvent): void {
		if (Math.hypot(clientX - from.x, clientY - from.y) > STILL_PX) rest();
	},
	onPointerUp: rest,
	onPointerCancel: rest,
	/** What Android makes of a long press: it would select a word. */
	onContextMenu(event: MouseEvent): void {
		if (!isMeant(event as PointerEvent)) return;
		event.preventDefault();
		rest();
		openMenu(event.currentTarget as HTMLElement);
	},
};

function rest(): void {
	clearTimeout(timer);
}

function isMeant({ pointerType, target }: PointerEvent): boolean {
	return pointerType === "touch" && !(target as Element).closest(OTHERS);
}

function openMenu(row: HTMLElement): void {
	isLongPressNew.value = false;
	localStorage.setItem(KNOWN, "yes");
	row
		.querySelector<HTMLElement>("[aria-haspopup=menu][aria-expanded=false]")
		?.click();
}
