import { beforeEach, expect, test, vi } from "vitest";

type Back = typeof import("../ui/back");

let back: Back;
let browser: FakeBrowser;

/** A browser's history: steps arrive later, and call off a page that is on its way. */
class FakeBrowser {
	entries: unknown[] = [null];
	at = 0;
	coming: string | null = null;
	/** Steps that never arrive, as under load in Chromium. */
	lost = 0;
	listeners: Record<string, ((event: object) => void)[]> = {};

	get state() {
		return this.entries[this.at];
	}

	pushState(state: unknown) {
		this.entries.splice(++this.at, Number.POSITIVE_INFINITY, state);
	}

	replaceState(state: unknown) {
		this.entries[this.at] = state;
	}

	go(steps: number) {
		this.coming = null;
		if (this.lost > 0) this.lost -= 1;
		else this.arriveAt(this.at + steps, 20);
	}

	/** The newer interface: places have names, and to go where one is does nothing. */
	get navigation() {
		return {
			currentEntry: { index: this.at },
			entries: () => this.entries.map((_, key) => ({ key: `${key}` })),
			traverseTo: (key: string) => {
				this.arriveAt(Number(key), 20);
				return { committed: Promise.reject(), finished: Promise.reject() };
			},
		};
	}

	arriveAt(at: number, delayMs: number) {
		setTimeout(() => {
			if (this.at === at) return;
			this.at = at;
			this.tell("popstate", {});
		}, delayMs);
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

test("a sheet closed, opened and closed again while the step is under way leaves nothing", () => {
	back.holdBack(() => {})();
	vi.advanceTimersByTime(1);
	const close = back.holdBack(() => {});
	vi.advanceTimersByTime(30);
	expect(browser.state).toEqual({ sheets: 1 });
	close();
	vi.runAllTimers();

	expect(browser.at).toBe(0);
});

test("a step that the browser drops is made once more", () => {
	Object.defineProperty(globalThis, "navigation", {
		get: () => browser.navigation,
		configurable: true,
	});
	back.holdBack(() => {})();
	vi.advanceTimersByTime(1);
	const onBack = vi.fn();
	const close = back.holdBack(onBack);
	vi.advanceTimersByTime(30);
	browser.lost = 1;
	close();
	vi.runAllTimers();

	expect([browser.at, browser.state]).toEqual([0, null]);
	expect(onBack).not.toHaveBeenCalled();
	Reflect.deleteProperty(globalThis, "navigation");
});

test("a page opens although the step before it was dropped", () => {
	const close = back.holdBack(() => {});
	browser.lost = 1;
	close();
	vi.advanceTimersByTime(1);
	const then = vi.fn();
	back.turnPage("/feed", false, then);
	vi.runAllTimers();

	expect(then).toHaveBeenCalled();
});
