import { signal } from "@preact/signals";
import { Clock, UserPen } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Banner } from "../ui/banner";
import { path } from "../ui/router";

interface Held {
	held_name: string | null;
}

/** What others see while somebody's first name waits. */
const NO_NAME_YET = "…";

/** A name that looks like a leader's, which others do not see yet; undefined: not known. */
const held = signal<string | null | undefined>(undefined);

export function tellHeld(me: Held): void {
	held.value = me.held_name;
}

/** What one calls oneself: while a first name waits that one; empty where it was declined. */
export function ownName(): string {
	const shown = client.store.user.value?.name ?? "";
	return shown === NO_NAME_YET ? (held.value ?? "") : shown;
}

/** Never had a name but one that was declined: has to choose another. */
export function isNameless(): boolean {
	const shown = client.store.user.value?.name;
	return shown === NO_NAME_YET && held.value === null;
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

/** For who is called by no name; in their rooms, too, until they have chosen one. */
export function NameMissing() {
	if (!isNameless()) return null;
	return (
		<Banner
			kind="warn"
			icon={UserPen}
			action={
				path.value !== "/me" && (
					<a class="button button-plain" href="/me">
						{t("trust.choose_name")}
					</a>
				)
			}
		>
			{t("trust.name_missing", { shown: NO_NAME_YET })}
		</Banner>
	);
}
