/** A report on its way, and the moment of joy when it has arrived. */
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { Reply } from "../core/protocol";
import { announce } from "../ui/live-region";
import { path } from "../ui/router";
import { toast } from "../ui/toast";
import { figuresOf } from "./figures";
import { countOf } from "./kinds";
import { type Draft, fileReport, type Team } from "./sheet-state";

export async function sendReport(team: Team, draft: Draft): Promise<void> {
	const { reply } = await fileReport(team, draft);
	if (!client.isLive.peek()) sayItWaits(team);
	await reply.then((answer) => celebrate(team, draft, answer)).catch(() => {});
}

/** In the team's room the waiting card says it already. */
function sayItWaits(team: Team): void {
	const words = t("reports.saved_here");
	if (isHere(team)) announce(words);
	else toast(words);
}

interface Totals {
	totals?: { unit: { id: string }; quantity: number }[];
}

function celebrate(team: Team, draft: Draft, reply: Reply): void {
	const of = (reply as Totals).totals?.find((one) => one.unit.id === team.id);
	const words =
		of && draft.daysAgo === 0
			? t("reports.filed_now", {
					team: team.name,
					what: countOf(draft.kind, of.quantity),
				})
			: t("reports.filed");
	if (draft.quantity === 0) toast(t("reports.filed_zero"), { kind: "good" });
	else if (isSeenMoving(team, draft)) announce(words);
	else toast(words, { kind: "good" });
}

/** In the team's room the card comes in and the goal bar moves: no toast over them. */
function isSeenMoving(team: Team, draft: Draft): boolean {
	const { goals } = figuresOf(team.id).peek();
	return isHere(team) && goals.some((goal) => goal.kind === draft.kind);
}

function isHere(team: Team): boolean {
	return path.peek() === `/rooms/${team.stream?.split(":")[1]}`;
}
