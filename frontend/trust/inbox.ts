/** What the inbox tells of flags: one was raised, or what one has flagged is dealt with. */
import { signal } from "@preact/signals";
import { client } from "../core/client";
import { type Key, t } from "../core/i18n";
import { tellPhoto } from "../core/own-photo";
import type { EventFrame, Unit } from "../core/protocol";
import { tellHeld } from "../teams/held-name";
import { navigate } from "../ui/router";
import { toast } from "../ui/toast";

/** Counts what has changed in the queue: who shows it loads it again. */
export const queueChanges = signal(0);

const MOVED = new Set(["flag.raised", "flag.closed", "name.held"]);

interface Named {
	name: string;
	allowed: boolean;
}

export function followFlags(): () => void {
	return client.onEvent((event) => {
		if (event.kind === "flag.raised") raised(event, "trust.raised");
		if (event.kind === "name.held") raised(event, "trust.name_raised");
		if (event.kind === "name.decided") named(event);
		if (event.kind === "photo.removed") withoutPhoto(event);
		if (event.kind === "flag.decided")
			toast(t("trust.dealt_with"), { kind: "good" });
		if (MOVED.has(event.kind)) queueChanges.value += 1;
	});
}

function named(event: EventFrame): void {
	const { name, allowed } = event.data as unknown as Named;
	tellHeld({ held_name: null });
	const { user } = client.store;
	if (allowed && user.value) user.value = { ...user.value, name };
	if (allowed) toast(t("trust.name_allowed", { name }), { kind: "good" });
	else toast(t("trust.name_declined", { name }), { kind: "urgent" });
}

function withoutPhoto(event: EventFrame): void {
	const { unit } = event.data as unknown as { unit: Unit };
	const user = client.store.user.peek();
	if (user) tellPhoto(user.id, null);
	toast(t("trust.photo_removed", { place: unit.name }), { kind: "urgent" });
}

function raised(event: EventFrame, sentence: Key): void {
	if (location.pathname === "/people/flags") return;
	const { unit } = event.data as unknown as { unit: Unit };
	const dismiss = toast(t(sentence, { place: unit.name }), {
		action: {
			label: t("trust.open"),
			run: () => {
				dismiss();
				navigate("/people/flags");
			},
		},
	});
}
