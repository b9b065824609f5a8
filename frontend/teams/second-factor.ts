/** An authenticator app and recovery codes, and what a person has set up. */
import { api } from "../core/api";
import { RequestError } from "../core/protocol";

const SERVICE = "/_allauth/browser/v1";
const APP = `${SERVICE}/account/authenticators/totp`;
const CODES = `${SERVICE}/account/authenticators/recovery-codes`;

export interface Passkey {
	id: string;
	name: string;
	created_at: string;
	last_used_at: string | null;
}

export interface SignInMethods {
	must_prove: boolean;
	is_fresh: boolean;
	passkeys: Passkey[];
	totp: boolean;
	recovery_codes_left: number | null;
	email: string;
	openid: string | null;
}

export interface NewApp {
	secret: string;
	totp_url: string;
	picture: string;
}

export type FactorType = "webauthn" | "totp" | "recovery_codes";

interface Flow {
	id: string;
	is_pending?: boolean;
	types?: FactorType[];
}

/** With what this person can prove that it is them. */
export function ownFactors(
	methods: SignInMethods,
	takesRecoveryCode: boolean,
): FactorType[] {
	const own: FactorType[] = [];
	if (methods.passkeys.length > 0) own.push("webauthn");
	if (methods.totp) own.push("totp");
	if (takesRecoveryCode && methods.recovery_codes_left)
		own.push("recovery_codes");
	return own;
}

export function signInMethods(): Promise<SignInMethods> {
	return api.get("/api/v1/me/sign-in");
}

/** The service says 404, with a fresh secret, for 'none is set up yet'. */
export async function beginApp(): Promise<NewApp | null> {
	try {
		await api.get(APP);
		return null;
	} catch (error) {
		const meta = bodyOf(error).meta as NewApp | undefined;
		if (!meta) throw error;
		return meta;
	}
}

export async function finishApp(code: string): Promise<void> {
	await api.post(APP, { code });
}

export async function removeApp(): Promise<void> {
	await api.remove(APP);
}

export async function recoveryCodes(): Promise<string[]> {
	const found = await api.get<{ data: { unused_codes: string[] } }>(CODES);
	return found.data.unused_codes;
}

export async function newRecoveryCodes(): Promise<string[]> {
	const made = await api.post<{ data: { unused_codes: string[] } }>(CODES);
	return made.data.unused_codes;
}

export async function proveByCode(
	way: "authenticate" | "reauthenticate",
	code: string,
): Promise<void> {
	await api.post(`${SERVICE}/auth/2fa/${way}`, { code });
}

/** What is still asked for before one is in; null: nothing, or nobody is on the way. */
export function pendingFactors(error: unknown): FactorType[] | null {
	const data = bodyOf(error).data as { flows?: Flow[] } | undefined;
	const flow = data?.flows?.find(
		(one) => one.id === "mfa_authenticate" && one.is_pending,
	);
	return flow?.types ?? null;
}

function bodyOf(error: unknown): Record<string, unknown> {
	if (!(error instanceof RequestError)) return {};
	return (error.body.body ?? {}) as Record<string, unknown>;
}
