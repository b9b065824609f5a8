/** What one open room remembers beside the messages themselves. */
import { signal } from "@preact/signals";
import { client } from "../core/client";
import type { OutboxEntry } from "../core/database";
import { t } from "../core/i18n";
import type { Message } from "../core/protocol";
import { toast, undoable } from "../ui/toast";

/** Messages that are being deleted: gone from the screen while they can be brought back. */
export const hidden = signal<ReadonlySet<string>>(new Set());

export function streamOf(room: string): string {
	return `room:${room}`;
}

export function roomOf(stream: string): string {
	return stream.slice("room:".length);
}

export function post(stream: string, text: string): void {
	const fields = { room: roomOf(stream), text };
	void client.send("message.post", fields, stream);
}

export async function edit(
	stream: string,
	message: Message,
	text: string,
): Promise<void> {
	const fields = { message: message.id, text, version: message.version };
	await settle(client.send("message.edit", fields, stream));
}

export function remove(stream: string, message: Message): void {
	hidden.value = new Set(hidden.value).add(message.id);
	const show = () => {
		const rest = new Set(hidden.value);
		rest.delete(message.id);
		hidden.value = rest;
	};
	undoable(
		t("chat.deleted_toast"),
		() => {
			const fields = { message: message.id, version: message.version };
			return settle(client.send("message.delete", fields, stream)).then(show);
		},
		show,
	);
}

/** The change to a message that still waits, to be shown in its place. */
export function waitingEdit(message: string): OutboxEntry | undefined {
	return client.outbox.entries.value.find(
		(entry) =>
			entry.type === "message.edit" &&
			entry.fields.message === message &&
			entry.state === "waiting",
	);
}

/** A change that was refused is said once and forgotten: the message itself shows what counts. */
async function settle(sending: ReturnType<typeof client.send>): Promise<void> {
	const { clientId, reply } = await sending;
	try {
		await reply;
	} catch (error) {
		const isConflict = (error as { code?: string }).code === "conflict";
		toast(isConflict ? t("chat.conflict") : (error as Error).message, {
			kind: "urgent",
		});
		await client.outbox.remove(clientId);
	}
}
