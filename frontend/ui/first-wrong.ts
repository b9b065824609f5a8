/**
 * Leads to the first field of a form that was found wrong, which may be out of sight. Somebody
 * who goes on typing meanwhile is left where they are.
 */
import { useEffect } from "preact/hooks";

/** A form was sent, and nobody has typed since or been led to a field. */
let isSent = false;

globalThis.document?.addEventListener("submit", () => mark(true), true);
globalThis.document?.addEventListener("input", () => mark(false), true);

/** `isUnsendable`: it was wrong before, so that sending leads there again. */
export function useLedTo(
	id: string,
	error?: string | null,
	isUnsendable = false,
): void {
	useEffect(() => {
		if (error) lead(id);
	}, [error]);
	useEffect(() => {
		if (!isUnsendable) return;
		const again = ({ target }: Event) => {
			const control = document.getElementById(id);
			if (control && (target as Node).contains(control)) lead(id);
		};
		document.addEventListener("submit", again, true);
		return () => document.removeEventListener("submit", again, true);
	}, [isUnsendable]);
}

function lead(id: string): void {
	if (!isSent) return;
	mark(false);
	const control = document.getElementById(id);
	control?.focus({ preventScroll: true });
	control?.scrollIntoView({ block: "center" });
}

function mark(now: boolean): void {
	isSent = now;
}
