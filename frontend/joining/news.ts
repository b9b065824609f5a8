import { effect } from "@preact/signals";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { EventFrame, Unit } from "../core/protocol";
import { turnDocument } from "../ui/back";
import { navigate, path } from "../ui/router";
import { toast } from "../ui/toast";
import { arrival, countWaiting, loadArrival } from "./arrival";

const COUNTED = new Set([
	"member.asked",
	"request.ended",
	"newcomer.joined",
	"newcomer.contacted",
]);

/** Who decides there hears of it together with others. */
const COUNT_WITHIN_MS = 1_000;

interface Membered {
	user: { id: string; name: string };
	unit: Unit;
}

/** What is open is asked for at the start and after each gap; in between events say when it changes. */
export function followArrivals(): () => void {
	// Which rooms one has is known once the server has greeted.
	const stopWaiting = effect(() => {
		// Outside the effect: what is read there must not run all of it again.
		if (client.isLive.value) queueMicrotask(() => void begin());
	});
	const stop = client.onEvent((event) => {
		if (event.stream === `user:${client.store.user.peek()?.id}`) hear(event);
	});
	return () => {
		arrival.value = null;
		stopWaiting();
		stop();
	};
}

async function begin(): Promise<void> {
	count();
	const found = await loadArrival().catch(() => null);
	const hasRoom = client.store.own("room:").length > 0;
	if (found?.waiting.length && !hasRoom && path.value.startsWith("/rooms"))
		navigate("/waiting", { replace: true });
}

function hear(event: EventFrame): void {
	if (COUNTED.has(event.kind)) count();
	if (event.kind === "people.changed")
		setTimeout(count, Math.random() * COUNT_WITHIN_MS);
	const { user, unit } = event.data as unknown as Membered;
	if (event.kind === "member.asked")
		tell(
			t("joining.asks", { name: user.name, team: unit.name }),
			"/people/requests",
		);
	if (event.kind === "newcomer.joined")
		tell(
			t("joining.has_joined", { name: user.name, team: unit.name }),
			"/people/newcomers",
		);
	if (event.kind === "codes.guarded")
		toast(t("joining.codes_guarded"), { kind: "urgent", isAtTop: true });
	if (event.kind === "member.approved") letIn(unit);
	if (event.kind === "member.declined") void loadArrival().catch(() => {});
}

function count(): void {
	void countWaiting().catch(() => {});
}

function tell(text: string, href: string): void {
	toast(text, {
		isAtTop: true,
		action: { label: t("joining.look"), run: () => navigate(href) },
	});
}

/** The streams of a new room come with a new page. */
function letIn(unit: Unit): void {
	if (path.value === "/waiting") {
		turnDocument("/rooms");
		return;
	}
	toast(t("joining.let_in", { team: unit.name }), {
		kind: "good",
		isAtTop: true,
		action: {
			label: t("joining.look"),
			run: () => turnDocument("/rooms?list"),
		},
	});
}
