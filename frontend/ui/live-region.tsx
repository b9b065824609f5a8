import { signal } from "@preact/signals";

const spoken = signal("");

/** Say something to screen readers without moving the focus. */
export function announce(text: string): void {
	// The same sentence twice would not be a change; a no-break space makes it one.
	spoken.value = spoken.value === text ? `${text}\u00a0` : text;
}

export function LiveRegion() {
	return (
		<div class="visually-hidden" aria-live="polite" role="status">
			{spoken.value}
		</div>
	);
}
