import { signal } from "@preact/signals";
import { Clock } from "lucide";
import { t } from "../core/i18n";
import { Banner } from "../ui/banner";

interface Held {
	held_name: string | null;
}

/** A name that looks like a leader's, which others do not see yet. */
const held = signal<string | null>(null);

export function tellHeld(me: Held): void {
	held.value = me.held_name;
}

export function HeldName() {
	if (!held.value) return null;
	return (
		<Banner icon={Clock}>{t("trust.name_held", { name: held.value })}</Banner>
	);
}
