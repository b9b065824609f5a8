import { afterEach, expect, test, vi } from "vitest";
import { api } from "../core/api";

afterEach(() => vi.unstubAllGlobals());

function sentBy(call: () => Promise<unknown>): Promise<RequestInit> {
	const fetched = vi.fn(async (_path: string, _init: RequestInit) =>
		Response.json({}),
	);
	vi.stubGlobal("fetch", fetched);
	return call().then(() => fetched.mock.calls[0]?.[1] ?? {});
}

test("a small write outlives its page", async () => {
	const removed = await sentBy(() => api.remove("/api/v1/invitations/1"));
	const posted = await sentBy(() => api.post("/api/v1/requests/1/decline"));

	expect(removed.keepalive).toBe(true);
	expect(posted.keepalive).toBe(true);
});

test("what a browser would refuse to send after its page does not ask for it", async () => {
	const long = { text: "x".repeat(70_000) };
	const posted = await sentBy(() => api.post("/api/v1/imports", long));
	const photo = await sentBy(() => api.put("/photo", new Blob(["x"])));

	expect(posted.keepalive).toBe(false);
	expect(photo.keepalive).toBe(false);
});
