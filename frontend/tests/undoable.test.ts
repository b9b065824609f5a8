import { afterEach, beforeEach, expect, test, vi } from "vitest";

const page = new EventTarget();
vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
const { TOAST_MS, undoable } = await import("../ui/toast");

const leave = () => page.dispatchEvent(new Event("pagehide"));

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
	leave();
	vi.useRealTimers();
});

test("what can be undone is done once its time is over", () => {
	const commit = vi.fn();
	undoable("It is ended.", commit);

	vi.advanceTimersByTime(TOAST_MS - 1);
	expect(commit).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(commit).toHaveBeenCalledOnce();
});

test("a page that goes away does at once all that waits, and only once", () => {
	const first = vi.fn();
	const second = vi.fn();
	undoable("It is ended.", first);
	undoable("The other one too.", second);

	leave();
	expect(first).toHaveBeenCalledOnce();
	expect(second).toHaveBeenCalledOnce();
	leave();
	vi.advanceTimersByTime(2 * TOAST_MS);
	expect(first).toHaveBeenCalledOnce();
});
