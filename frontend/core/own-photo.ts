/** One's own photo, as the server last said it. */
import { signal } from "@preact/signals";

/** Whose it is goes with it: somebody else may sign in on the same page. */
const known = signal<{ user: string; photo: string | null } | null>(null);

export function ownPhoto(user: string): string | null {
	return known.value?.user === user ? known.value.photo : null;
}

export function tellPhoto(user: string, photo: string | null): void {
	known.value = { user, photo };
}
