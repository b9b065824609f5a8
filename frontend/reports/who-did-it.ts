/** Whose report it is, and who changed it, as a sentence: the two need not be one person. */
import { client } from "../core/client";
import { formatNumber, type Key, type Params, t } from "../core/i18n";
import type { Item } from "../core/protocol";
import { countOf } from "./kinds";
import { nameIn } from "./namesakes";
import { reportedOf } from "./report-data";
import { takingBack } from "./taking-back";

interface Person {
	id: string;
	name: string;
}

export function nameOf(item: Item, stream: string, isOwn: boolean): string {
	const { report } = reportedOf(item);
	if (report.on_behalf_of) return nameIn(stream, report.on_behalf_of);
	if (isOwn) return t("reports.you");
	return item.by ? nameIn(stream, item.by) : t("reports.someone");
}

/** 'Nour took back Sam's report of 15 doors' */
export function takenBackLine(
	item: Item,
	stream: string,
	isOwn: boolean,
): string {
	const { report } = reportedOf(item);
	const isLeaving = takingBack.value.has(report.id);
	const self = client.store.user.value;
	const by = isLeaving ? self : report.correction?.by;
	if (!by)
		return t("reports.taken_back", { name: nameOf(item, stream, isOwn) });
	const what = countOf(report.kind, report.quantity);
	return sentence("taken_back", stream, by, workerOf(item), { what });
}

/** 'Nour corrected Sam's report: 15 → 12 doors' */
export function correctedLine(item: Item, stream: string): string {
	const { report } = reportedOf(item);
	if (!report.correction) return t("reports.corrected");
	const { by, was } = report.correction;
	return sentence("corrected", stream, by, workerOf(item), {
		was: formatNumber(was),
		what: countOf(report.kind, report.quantity),
	});
}

function workerOf(item: Item): Person | null {
	return reportedOf(item).report.on_behalf_of ?? item.by;
}

function sentence(
	act: "taken_back" | "corrected",
	stream: string,
	by: Person,
	worker: Person | null,
	params: Params,
): string {
	const self = client.store.user.value?.id;
	const form = formOf(by.id, worker?.id, self);
	return t(`reports.${act}_${form}` as Key, {
		by: nameIn(stream, by),
		name: worker ? nameIn(stream, worker) : t("reports.someone"),
		...params,
	});
}

export function formOf(by: string, worker?: string, self?: string): string {
	if (by === self) return worker === self ? "you_own" : "you_other";
	if (worker === self) return "other_yours";
	return by === worker ? "other_own" : "other_other";
}
