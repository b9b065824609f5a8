import { afterEach, beforeEach, expect, test, vi } from "vitest";

const page = new EventTarget();
vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
const { finishUndoable, TOAST_MS, undoable } = await import("../ui/toast");

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

test("who signs out first has all done that waits", async () => {
	let isDone = false;
	undoable("It is ended.", async () => {
		await new Promise((resolve) => setTimeout(resolve, 300));
		isDone = true;
	});

	const finished = finishUndoable();
	await vi.advanceTimersByTimeAsync(300);
	await finished;

	expect(isDone).toBe(true);
});

test("what is already on its way is waited for, too", async () => {
	let answer = () => {};
	undoable("It is ended.", () => new Promise<void>((done) => (answer = done)));
	vi.advanceTimersByTime(TOAST_MS);
	const after = vi.fn();

	const finished = finishUndoable().then(after);
	await vi.advanceTimersByTimeAsync(100);
	expect(after).not.toHaveBeenCalled();
	answer();
	await finished;
	expect(after).toHaveBeenCalledOnce();
});

test("nobody waits long for what gets no answer", async () => {
	undoable("It is ended.", () => new Promise(() => {}));
	undoable("It failed.", () => Promise.reject(new Error("away")));

	const finished = finishUndoable();
	await vi.advanceTimersByTimeAsync(2_000);

	await expect(finished).resolves.toBeUndefined();
});
