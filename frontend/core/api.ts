import { OfflineError, RequestError } from "./protocol";

/** Far below what a browser lets a page that is gone still send: 64 KiB in all. */
const OUTLIVES_PAGE_AT_MOST = 4_096;
const SENTENCE = "Something went wrong. Please try again.";

/** HTTP with the session cookie and its CSRF token; rejects with RequestError or OfflineError. */
export const api = {
	get: <Body>(path: string) => call<Body>("GET", path),
	post: <Body>(
		path: string,
		body: unknown = {},
		extra: Record<string, string> = {},
	) => call<Body>("POST", path, body, extra),
	/** A file goes as the bytes that it is. */
	put: <Body>(path: string, body: unknown) => call<Body>("PUT", path, body),
	patch: <Body>(path: string, body: unknown) => call<Body>("PATCH", path, body),
	remove: <Body>(path: string, body?: unknown) =>
		call<Body>("DELETE", path, body),
	file: async (path: string): Promise<Blob> =>
		(await answered("GET", path)).blob(),
	/** A file that the server makes on the spot, and names. */
	download: async (path: string, body: unknown): Promise<File> => {
		const answer = await answered("POST", path, body);
		const name = nameIn(answer.headers.get("Content-Disposition") ?? "");
		return new File([await answer.blob()], name);
	},
};

async function call<Body>(
	method: string,
	path: string,
	body?: unknown,
	extra: Record<string, string> = {},
): Promise<Body> {
	const response = await answered(method, path, body, extra);
	return parse(await response.text()) as Body;
}

async function answered(
	method: string,
	path: string,
	body?: unknown,
	extra: Record<string, string> = {},
): Promise<Response> {
	const sent = isJson(body) ? JSON.stringify(body) : (body as Blob | undefined);
	const response = await reach(path, {
		method,
		credentials: "same-origin",
		headers: { ...headers(isJson(body)), ...extra },
		body: sent,
		keepalive: method !== "GET" && isSmall(sent),
	});
	if (!response.ok)
		throw refusal(response.status, parse(await response.text()));
	return response;
}

/** Of 'attachment; filename="audit.csv"'; in other letters than Latin ones it is encoded. */
export function nameIn(disposition: string): string {
	const encoded = /filename\*=utf-8''([^;]+)/i.exec(disposition)?.[1];
	if (encoded) return decodeURIComponent(encoded);
	return /filename="([^"]+)"/.exec(disposition)?.[1] ?? "";
}

function isJson(body: unknown): boolean {
	return body !== undefined && !(body instanceof Blob);
}

/** Small enough to be on its way still when its page has gone. */
function isSmall(sent: string | Blob | undefined): boolean {
	return (
		!(sent instanceof Blob) && (sent ?? "").length <= OUTLIVES_PAGE_AT_MOST
	);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(path, init);
	} catch {
		throw new OfflineError();
	}
}

function headers(hasBody: boolean): Record<string, string> {
	const all: Record<string, string> = { Accept: "application/json" };
	const token = csrfToken();
	if (token) all["X-CSRFToken"] = token;
	if (hasBody) all["Content-Type"] = "application/json";
	return all;
}

function csrfToken(): string {
	const found = /(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(
		globalThis.document?.cookie ?? "",
	);
	return found?.[1] ?? "";
}

function parse(text: string): unknown {
	try {
		return text ? JSON.parse(text) : {};
	} catch {
		return {};
	}
}

interface Refusal {
	code?: string;
	message?: string;
	field?: string;
	retry_after_ms?: number;
	error?: Refusal;
	errors?: { code: string; message: string; param?: string }[];
}

/** Our own errors are flat; those of the sign-in service are a list under `errors`. */
function refusal(status: number, parsed: unknown): RequestError {
	const body = (parsed ?? {}) as Refusal;
	const first = body.errors?.[0];
	const own = body.error ?? body;
	return new RequestError({
		status,
		body: parsed,
		code: first?.code ?? own.code ?? `http_${status}`,
		message: first?.message ?? own.message ?? SENTENCE,
		field: first?.param ?? own.field,
		retry_after_ms: own.retry_after_ms,
	});
}
