import { expect, test, vi } from "vitest";
import { Drafts } from "../core/drafts";
import { MemoryStorage } from "./memory-storage";

test("a draft outlives the page at once and belongs to one person", () => {
	const storage = new MemoryStorage();
	new Drafts(storage, "1").save("room:1", "Half a thou");

	expect(new Drafts(storage, "1").read("room:1")).toBe("Half a thou");
	expect(new Drafts(storage, "2").read("room:1")).toBe("");
});

test("a box that was emptied stays empty", () => {
	const storage = new MemoryStorage();
	const drafts = new Drafts(storage, "1");
	drafts.save("room:1", "Sent");

	drafts.save("room:1", "");

	expect(new Drafts(storage, "1").read("room:1")).toBe("");
	expect(storage.length).toBe(0);
});

test("a phone without room keeps the draft as long as the page", () => {
	const drafts = new Drafts(new MemoryStorage(0), "1");

	drafts.save("room:1", "Half a thou");

	expect(drafts.read("room:1")).toBe("Half a thou");
});

test("signing out forgets one's own drafts only", () => {
	const storage = new MemoryStorage();
	const [mine, other] = [new Drafts(storage, "1"), new Drafts(storage, "2")];
	for (const drafts of [mine, other]) {
		drafts.save("room:1", "one");
		drafts.save("room:2", "two");
	}

	mine.clear();

	expect([mine.read("room:1"), mine.read("room:2")]).toEqual(["", ""]);
	expect(other.read("room:2")).toBe("two");
});

test("what another tab writes shows here, and after a sleep what it wrote meanwhile", () => {
	const events = new EventTarget();
	for (const name of ["addEventListener", "removeEventListener"] as const)
		vi.stubGlobal(name, events[name].bind(events));
	const storage = new MemoryStorage();
	const [here, other] = [new Drafts(storage, "1"), new Drafts(storage, "1")];
	const take = vi.fn();
	const stop = here.follow("ask", take);

	other.save("ask", "From there");
	const key = "muster-draft:1:ask";
	const told = { key, newValue: "From there" };
	events.dispatchEvent(Object.assign(new Event("storage"), told));
	expect(take).toHaveBeenLastCalledWith("From there");
	events.dispatchEvent(
		Object.assign(new Event("storage"), { ...told, key: `${key}:more` }),
	);
	expect(take).toHaveBeenCalledTimes(1);

	other.save("ask", "From there, longer");
	events.dispatchEvent(new Event("focus"));
	expect(take).toHaveBeenLastCalledWith("From there, longer");

	stop();
	events.dispatchEvent(new Event("focus"));
	expect(take).toHaveBeenCalledTimes(2);
});
