import { signal } from "@preact/signals";
import { Clock } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Banner } from "../ui/banner";

interface Held {
	held_name: string | null;
}

/** What others see while somebody's first name waits. */
const NO_NAME_YET = "…";

/** A name that looks like a leader's, which others do not see yet. */
const held = signal<string | null>(null);

export function tellHeld(me: Held): void {
	held.value = me.held_name;
}

/** What one calls oneself: while a first name waits that one; empty where it was declined. */
export function ownName(): string {
	const shown = client.store.user.value?.name ?? "";
	return shown === NO_NAME_YET ? (held.value ?? "") : shown;
}

/** The name that waits, for who may confirm something with it. */
export function nameThatWaits(): string {
	return held.value ?? "";
}

export function HeldName() {
	if (!held.value) return null;
	const shown = client.store.user.value?.name ?? NO_NAME_YET;
	return (
		<Banner icon={Clock}>
			{t("trust.name_held", { name: held.value, shown })}
		</Banner>
	);
}
