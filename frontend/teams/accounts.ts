/** Signing in and out through the sign-in service. */
import { api } from "../core/api";
import { client } from "../core/client";
import { forgetEntries, goOnLaterAt, whereToGoOn } from "../core/kept-entry";
import { RequestError } from "../core/protocol";
import { turnDocument } from "../ui/back";
import { finishUndoable } from "../ui/toast";
import { type FactorType, pendingFactors } from "./second-factor";

const SERVICE = "/_allauth/browser/v1/auth";

/** Have a code sent. Known and unknown addresses get the same answer. */
export async function requestCode(email: string): Promise<void> {
	await pendingIsFine(api.post(`${SERVICE}/code/request`, { email }));
}

/** Which second factor is asked for now; null: one is in. */
export async function confirmCode(code: string): Promise<FactorType[] | null> {
	return factorsAfter(api.post(`${SERVICE}/code/confirm`, { code }));
}

/** The same for who comes back from the campaign's own provider. */
export async function factorsStillAsked(): Promise<FactorType[] | null> {
	return factorsAfter(api.get(`${SERVICE}/session`));
}

async function factorsAfter(
	call: Promise<unknown>,
): Promise<FactorType[] | null> {
	try {
		await call;
		return null;
	} catch (error) {
		const types = pendingFactors(error);
		if (!types) throw error;
		return types;
	}
}

/** Off to the campaign's own provider; it sends the browser back. */
export async function goToProvider(): Promise<void> {
	const { location: address } = await api.post<{ location: string }>(
		"/api/v1/sign-in/openid",
	);
	turnDocument(address);
}

export async function enterDemo(email: string): Promise<void> {
	await api.post("/api/v1/demo/sign-in", { email });
}

/** Out here and on the server; what was not sent stays for this person's next time. */
export async function signOut(): Promise<void> {
	// Once the session has ended it would be refused, though it was said to be done.
	await finishUndoable();
	await pendingIsFine(api.remove(`${SERVICE}/session`));
	await client.leave();
	// Answers and flags begun here are not for who signs in next.
	forgetEntries();
	turnDocument("/signin");
}

/** The same for who must sign in anew: it then goes on in Me. */
export async function signInAgain(): Promise<void> {
	goOnLaterAt("/me");
	await signOut();
}

/** In: the page where one signed in is none to come back to. */
export function goIn(): void {
	forgetEntries();
	turnDocument(whereToGoOn(), true);
}

/** The service says 401 for 'not signed in yet', which is what was asked for. */
async function pendingIsFine(call: Promise<unknown>): Promise<void> {
	try {
		await call;
	} catch (error) {
		if (error instanceof RequestError && error.body.status === 401) return;
		throw error;
	}
}
