import { beforeEach, expect, test, vi } from "vitest";
import {
	forgetEntries,
	goOnLaterAt,
	keepEntry,
	keptEntry,
	markDeleted,
	wasDeleted,
	whereToGoOn,
} from "../core/kept-entry";
import { MemoryStorage } from "./memory-storage";

beforeEach(() => vi.stubGlobal("sessionStorage", new MemoryStorage()));

test("what was typed is there again until it is taken back", () => {
	keepEntry("join", { name: "Dora" });
	expect(keptEntry("join")).toEqual({ name: "Dora" });

	keepEntry("join", null);
	expect(keptEntry("join")).toBeNull();
});

test("one goes on once where it was said, and then at the start", () => {
	goOnLaterAt("/me");

	expect([whereToGoOn(), whereToGoOn()]).toEqual(["/me", "/"]);
});

test("a deleted account is told once", () => {
	markDeleted(true);
	expect([wasDeleted(), wasDeleted()]).toEqual([true, false]);

	markDeleted(true);
	markDeleted(false);
	expect(wasDeleted()).toBe(false);
});

test("a browser that keeps nothing does no harm", () => {
	vi.stubGlobal("sessionStorage", undefined);

	keepEntry("join", { name: "Dora" });
	forgetEntries();

	expect(keptEntry("join")).toBeNull();
	expect(whereToGoOn()).toBe("/");
});
