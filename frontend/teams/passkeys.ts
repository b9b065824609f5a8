/** Passkeys: the browser's bytes as the text that goes over the wire, and back. */
import { api } from "../core/api";

const SERVICE = "/_allauth/browser/v1";

interface Named {
	id: string;
	type: PublicKeyCredentialType;
}

interface CreationOptions {
	challenge: string;
	user: { id: string; name: string; displayName: string };
	excludeCredentials?: Named[];
}

interface RequestOptions {
	challenge: string;
	allowCredentials?: Named[];
}

/** They belong to a name, over a safe connection: at a bare number of the network there are none. */
export function canUsePasskeys(): boolean {
	const isNumber = /^[\d.]+$|:/.test(location.hostname);
	const isKnown = typeof PublicKeyCredential === "function";
	return isSecureContext && isKnown && !isNumber;
}

export async function addPasskey(name: string): Promise<void> {
	const path = `${SERVICE}/account/authenticators/webauthn`;
	const asked = await api.get<{
		data: { creation_options: { publicKey: CreationOptions } };
	}>(`${path}?passwordless=1`);
	const options = asked.data.creation_options.publicKey;
	const made = await navigator.credentials.create({
		publicKey: {
			...(options as unknown as PublicKeyCredentialCreationOptions),
			challenge: bytes(options.challenge),
			user: { ...options.user, id: bytes(options.user.id) },
			excludeCredentials: options.excludeCredentials?.map(withBytes),
		},
	});
	const key = made as PublicKeyCredential;
	const response = key.response as AuthenticatorAttestationResponse;
	await api.post(path, {
		name,
		credential: {
			...shared(key),
			response: {
				clientDataJSON: text(response.clientDataJSON),
				attestationObject: text(response.attestationObject),
			},
		},
	});
}

/** `login`: in by the passkey alone. The others: after the code, and to prove it anew. */
export async function usePasskey(
	way: "login" | "authenticate" | "reauthenticate",
): Promise<void> {
	const path = `${SERVICE}/auth/webauthn/${way}`;
	const asked = await api.get<{
		data: { request_options: { publicKey: RequestOptions } };
	}>(path);
	const options = asked.data.request_options.publicKey;
	const found = await navigator.credentials.get({
		publicKey: {
			...(options as unknown as PublicKeyCredentialRequestOptions),
			challenge: bytes(options.challenge),
			allowCredentials: options.allowCredentials?.map(withBytes),
		},
	});
	const key = found as PublicKeyCredential;
	const response = key.response as AuthenticatorAssertionResponse;
	await api.post(path, {
		credential: {
			...shared(key),
			response: {
				clientDataJSON: text(response.clientDataJSON),
				authenticatorData: text(response.authenticatorData),
				signature: text(response.signature),
				userHandle: response.userHandle ? text(response.userHandle) : null,
			},
		},
	});
}

export async function removePasskey(id: string): Promise<void> {
	await api.remove(`${SERVICE}/account/authenticators/webauthn`, {
		authenticators: [Number(id)],
	});
}

function shared(key: PublicKeyCredential) {
	return {
		id: key.id,
		rawId: text(key.rawId),
		type: key.type,
		clientExtensionResults: key.getClientExtensionResults(),
	};
}

function withBytes(one: Named): PublicKeyCredentialDescriptor {
	return { ...one, id: bytes(one.id) };
}

function bytes(encoded: string): Uint8Array<ArrayBuffer> {
	const plain = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
	return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
	const plain = String.fromCharCode(...new Uint8Array(buffer));
	return btoa(plain)
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replace(/=+$/, "");
}
