import { beforeEach, expect, test, vi } from "vitest";

type Back = typeof import("../ui/back");

let back: Back;
let browser: FakeBrowser;

/** A browser's history: steps arrive later, and call off a page that is on its way. */
class FakeBrowser {
	entries: unknown[] = [null];
	at = 0;
	coming: string | null = null;
	listeners: Record<string, ((event: object) => void)[]> = {};

	get state() {
		return this.entries[this.at];
	}

	pushState(state: unknown) {
		this.entries.splice(++this.at, Number.POSITIVE_INFINITY, state);
	}

	go(steps: number) {
		this.coming = null;
		setTimeout(() => {
			this.at += steps;
			this.tell("popstate", {});
		}, 20);
	}

	tell(name: string, event: object) {
		for (const listener of this.listeners[name] ?? []) listener(event);
	}
}

beforeEach(async () => {
	vi.useFakeTimers();
	vi.resetModules();
	browser = new FakeBrowser();
	vi.stubGlobal("history", browser);
	const come = (href: string) => {
		browser.coming = href;
	};
	vi.stubGlobal("location", {
		assign: come,
		replace: (href: string) => come(`instead: ${href}`),
	});
	vi.stubGlobal(
		"addEventListener",
		(name: string, listener: (event: object) => void) => {
			browser.listeners[name] ??= [];
			browser.listeners[name].push(listener);
		},
	);
	back = await import("../ui/back");
});

test("a closed sheet's step back calls off no page that comes", () => {
	const close = back.holdBack(() => {});
	close();
	back.turnDocument("/admin/");
	vi.runAllTimers();

	expect([browser.coming, browser.at]).toEqual(["/admin/", 0]);
});

test("a page that is asked for during the step comes after it", () => {
	const close = back.holdBack(() => {});
	close();
	vi.advanceTimersByTime(1);
	back.turnDocument("/admin/");
	expect(browser.coming).toBeNull();
	vi.runAllTimers();

	expect([browser.coming, browser.at]).toEqual(["/admin/", 0]);
});

test("a page in place of what a sheet lies over leaves nothing of either", () => {
	const close = back.holdBack(() => {});
	back.turnDocument("/signin", true);
	vi.runAllTimers();
	close();
	vi.runAllTimers();

	expect([browser.coming, browser.at]).toEqual(["instead: /signin", 0]);
});

test("a page that is shown again holds Back as before", () => {
	back.holdBack(() => {});
	back.turnDocument("/rooms");
	browser.tell("pageshow", { persisted: true });
	const close = back.holdBack(() => {});
	expect(browser.at).toBe(2);
	close();
	vi.runAllTimers();

	expect(browser.at).toBe(1);
});
