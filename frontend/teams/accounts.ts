/** Signing in and out through the sign-in service. */
import { api } from "../core/api";
import { client } from "../core/client";
import { RequestError } from "../core/protocol";

const SERVICE = "/_allauth/browser/v1/auth";

/** Have a code sent. Known and unknown addresses get the same answer. */
export async function requestCode(email: string): Promise<void> {
	await pendingIsFine(api.post(`${SERVICE}/code/request`, { email }));
}

export async function confirmCode(code: string): Promise<void> {
	await api.post(`${SERVICE}/code/confirm`, { code });
}

export async function enterDemo(email: string): Promise<void> {
	await api.post("/api/v1/demo/sign-in", { email });
}

/** Out here and on the server; what was not sent stays for this person's next time. */
export async function signOut(): Promise<void> {
	await pendingIsFine(api.remove(`${SERVICE}/session`));
	await client.leave();
	location.assign("/signin");
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
