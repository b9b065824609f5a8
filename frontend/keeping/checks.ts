import { api } from "../core/api";
import { type Key, type Params, t } from "../core/i18n";

export type State = "good" | "warn" | "bad" | "off";

/** One thing that was looked at: `name` and `reason` choose the sentence. */
export interface Check {
	name: string;
	state: State;
	reason: string;
	figures: Params;
}

interface Outcome {
	sent: boolean;
	message: string;
	server_said: string | null;
}

export async function allChecks(): Promise<Check[]> {
	const answer = await api.get<{ items: Check[] }>("/api/v1/ready");
	return answer.items;
}

/** That check anew. For mail, one is really sent to whoever asks. */
export async function testAgain(name: string): Promise<Check> {
	if (name === "mail") return triedMail();
	return api.post<Check>("/api/v1/ready", { name });
}

export function sentenceOf(check: Check): string {
	if (check.reason === "failed") return t("keeping.check_failed");
	if (check.name === "versions") return versionsOf(check.figures);
	return t(`keeping.${check.name}_${check.reason}` as Key, check.figures);
}

/** How many there are of the two states that ask for something. */
export function countsOf(checks: Check[]): { bad: number; warn: number } {
	const count = (state: State) =>
		checks.filter((check) => check.state === state).length;
	return { bad: count("bad"), warn: count("warn") };
}

async function triedMail(): Promise<Check> {
	const outcome = await api.post<Outcome>("/api/v1/mail/test");
	const said = outcome.server_said ?? outcome.message;
	return outcome.sent
		? { name: "mail", state: "good", reason: "sent", figures: {} }
		: { name: "mail", state: "bad", reason: "refused", figures: { said } };
}

function versionsOf(figures: Params): string {
	return Object.entries(figures)
		.map(([name, version]) => `${name} ${version}`)
		.join(" · ");
}
