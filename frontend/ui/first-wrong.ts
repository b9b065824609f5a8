/**
 * Leads to the first field of a form that was found wrong, which may be out of sight. Somebody
 * who goes on typing meanwhile is left where they are.
 */
import { useEffect } from "preact/hooks";

/** A form was sent, and nobody has typed since or been led to a field. */
let isSent = false;

globalThis.document?.addEventListener("submit", () => mark(true), true);
globalThis.document?.addEventListener("input", () => mark(false), true);

export function useLedTo(id: string, error?: string | null): void {
	useEffect(() => {
		if (!error || !isSent) return;
		mark(false);
		const control = document.getElementById(id);
		control?.focus({ preventScroll: true });
		control?.scrollIntoView({ block: "center" });
	}, [error]);
}

function mark(now: boolean): void {
	isSent = now;
}
