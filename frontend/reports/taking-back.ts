import { signal } from "@preact/signals";
import { client } from "../core/client";
import { toast } from "../ui/toast";
import type { Report } from "./report-data";

/** Reports that are on their way out: hidden at once, sent when it can't be undone. */
export const takingBack = signal<ReadonlySet<string>>(new Set());

export async function voidReport(
	report: Report,
	show: () => void,
): Promise<void> {
	const { reply } = await client.send("report.void", {
		report: report.id,
		version: report.version,
		reason: "",
	});
	await reply.catch((error: Error) => {
		show();
		toast(error.message, { kind: "urgent" });
	});
}
