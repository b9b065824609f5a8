/** What the inbox tells of flags: one was raised, or what one has flagged is dealt with. */
import { effect, signal } from "@preact/signals";
import { api } from "../core/api";
import { client } from "../core/client";
import { type Key, t } from "../core/i18n";
import { tellPhoto } from "../core/own-photo";
import { isOwnRole } from "../core/own-streams";
import type { EventFrame, Unit } from "../core/protocol";
import { isNameless, tellHeld } from "../teams/held-name";
import { mayAnywhere } from "../teams/powers";
import { roleWord } from "../ui/role";
import { navigate } from "../ui/router";
import { toast } from "../ui/toast";

/** Counts what has changed in the queue: who shows it loads it again. */
export const queueChanges = signal(0);

/** Flags and names that wait for this person, for the badges that lead to them. */
export const waitingFlags = signal(0);

/** Whose the page of flags is; those about a director are the owners'. */
export const DECIDES = ["moderate", "close_out"];

const MOVED = new Set([
	"flag.raised",
	"flag.closed",
	"name.held",
	"name.settled",
]);

/** What stood on the page until then goes away with it. */
const READ_MS = 10_000;

const LEADING = new Set(["leader", "organizer", "director"]);

interface Named {
	name: string;
	allowed: boolean;
}

/** Counted at the start, after each gap, and whenever something comes or is decided. */
export function followFlags(): () => void {
	const stopCounting = effect(() => {
		queueChanges.value;
		// Outside the effect: what is read there must not run all of it again.
		if (client.isLive.value && mayAnywhere(...DECIDES))
			queueMicrotask(() => void countFlags());
	});
	const stop = client.onEvent(hear);
	return () => {
		waitingFlags.value = 0;
		stopCounting();
		stop();
	};
}

async function countFlags(): Promise<void> {
	try {
		const [flags, names] = await Promise.all([
			api.get<{ count: number }>("/api/v1/flags?limit=1"),
			api.get<{ count: number }>("/api/v1/held-names?limit=1"),
		]);
		waitingFlags.value = flags.count + names.count;
	} catch {
		// What was known stays; it is asked again after the next gap.
	}
}

function hear(event: EventFrame): void {
	if (event.kind === "flag.raised") raised(event, "trust.raised");
	if (event.kind === "name.held") raised(event, "trust.name_raised");
	if (event.kind === "name.decided") named(event);
	if (event.kind === "photo.removed") withoutPhoto(event);
	if (isOwnRole(event, client.store.user.peek()?.id)) inNewRole(event);
	if (event.kind === "flag.decided")
		toast(t("trust.dealt_with"), { kind: "good" });
	if (MOVED.has(event.kind)) queueChanges.value += 1;
}

function inNewRole(event: EventFrame): void {
	const { unit, role } = event.data as unknown as { unit: Unit; role: string };
	const place = unit.name;
	const said = LEADING.has(role)
		? t("trust.you_lead", { place })
		: t("trust.your_role", { place, role: roleWord(role) });
	toast(said, { kind: "good" });
}

function named(event: EventFrame): void {
	const { name, allowed } = event.data as unknown as Named;
	tellHeld({ held_name: null });
	const { user } = client.store;
	if (allowed && user.value) user.value = { ...user.value, name };
	if (allowed) toast(t("trust.name_allowed", { name }), { kind: "good" });
	else toast(declined(name), { kind: "urgent", durationMs: READ_MS });
}

/** Who has no other name has none to keep. */
function declined(name: string): string {
	if (isNameless()) return t("trust.first_name_declined", { name });
	const kept = client.store.user.peek()?.name ?? "";
	return t("trust.name_declined", { name, kept });
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
