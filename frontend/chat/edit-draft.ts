/** A change to a message that was begun: kept like any draft, one per room. */
import { signal } from "@preact/signals";
import { client } from "../core/client";

/** The message that is being changed. */
export const editing = signal<string | null>(null);

export function keptEdit(stream: string, message: string): string | undefined {
	const kept = client.drafts.read(place(stream));
	const head = `${message}\n`;
	return kept.startsWith(head) ? kept.slice(head.length) : undefined;
}

export function keepEdit(stream: string, message: string, text: string): void {
	client.drafts.save(place(stream), `${message}\n${text}`);
}

export function endEdit(stream: string): void {
	editing.value = null;
	client.drafts.save(place(stream), "");
}

/** Open again what a reload or a way through other screens has closed. */
export function resumeEdit(stream: string): void {
	const kept = client.drafts.read(place(stream));
	editing.value = kept ? (kept.split("\n")[0] ?? null) : null;
}

function place(stream: string): string {
	return `edit:${stream}`;
}
