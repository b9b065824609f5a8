import { afterEach, expect, test, vi } from "vitest";
import { canUsePasskeys } from "../teams/passkeys";

function at(hostname: string, isSecureContext = true) {
	vi.stubGlobal("location", { hostname });
	vi.stubGlobal("isSecureContext", isSecureContext);
	vi.stubGlobal("PublicKeyCredential", () => {});
}

afterEach(() => vi.unstubAllGlobals());

test.each(["muster.example.org", "localhost"])(
	"%s has passkeys",
	(hostname) => {
		at(hostname);

		expect(canUsePasskeys()).toBe(true);
	},
);

test.each(["127.0.0.1", "192.168.1.20", "[::1]"])(
	"%s has none: they belong to a name",
	(hostname) => {
		at(hostname);

		expect(canUsePasskeys()).toBe(false);
	},
);

test("an unsafe connection has none", () => {
	at("muster.example.org", false);

	expect(canUsePasskeys()).toBe(false);
});

test("a browser that knows none has none", () => {
	at("muster.example.org");
	vi.stubGlobal("PublicKeyCredential", undefined);

	expect(canUsePasskeys()).toBe(false);
});
