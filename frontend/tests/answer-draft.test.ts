import { beforeEach, expect, test, vi } from "vitest";
import { draftOf, onOwnLines, setDraft, withText } from "../desk/answer-draft";
import type { Entry } from "../desk/question-data";
import { MemoryStorage } from "./memory-storage";

const entry: Entry = {
	entry: "4",
	title: "Parking",
	text: "Behind the hall.",
	language: "en",
	languages: ["en"],
	helped: 2,
	checked_at: "2026-11-03",
};

beforeEach(() => vi.stubGlobal("sessionStorage", new MemoryStorage()));

test("a half-written answer outlives the page, each with its question", async () => {
	setDraft("1", { text: "Half a thou", entry });
	setDraft("2", { text: "Another" });

	vi.resetModules();
	const reloaded = await import("../desk/answer-draft");

	expect(reloaded.draftOf("1")).toEqual({ text: "Half a thou", entry });
	expect(reloaded.draftOf("2").text).toBe("Another");
});

test("what was sent is kept nowhere", () => {
	setDraft("1", { text: "Yes." });

	setDraft("1", { text: "" });

	expect(draftOf("1").text).toBe("");
	expect(sessionStorage.length).toBe(0);
});

test("an entry stands on lines of its own", () => {
	expect(onOwnLines("", 0, "Yes.")).toBe("Yes.");
	expect(onOwnLines("Hello", 5, "Yes.")).toBe("\nYes.");
	expect(onOwnLines("Hello\n", 6, "Yes.")).toBe("Yes.");
	expect(onOwnLines("Hello Bye", 6, "Yes.")).toBe("\nYes.\n");
	expect(onOwnLines("Bye", 0, "Yes.")).toBe("Yes.\n");
});

test("words whose entry was taken back come from no entry", () => {
	const draft = { text: "Hello\nBehind the hall.", entry, before: "Hello" };

	expect(withText(draft, "Hello\nBehind the hall").entry).toBe(entry);
	expect(withText(draft, "Hello")).toEqual({ text: "Hello" });
	expect(withText(draft, "")).toEqual({ text: "" });
});
