/** What a close code of the server means for this client. */
export type Ending = "signed-out" | "suspended" | "outdated" | "come-back";

const FINAL: Record<number, Ending> = {
	4001: "signed-out",
	4003: "suspended",
	4005: "outdated",
};

/** 4000–4099 say: don't come back by yourself; everything else: do, with back-off. */
export function endingOf(code: number): Ending {
	if (code < 4000 || code > 4099) return "come-back";
	return FINAL[code] ?? "outdated";
}
