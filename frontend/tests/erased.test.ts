import { beforeEach, expect, test } from "vitest";
import { registerMessageFolds } from "../chat/message-data";
import { apply, emptyContent } from "../core/content";
import { registerErasing } from "../core/erased";
import { setTexts } from "../core/i18n";
import type { Item, Locale } from "../core/protocol";
import { registerReportFolds } from "../reports/report-data";
import { firstName } from "../reports/words";
import { called } from "../ui/called";

registerMessageFolds();
registerReportFolds();
registerErasing();

const ALICE = { id: "1", name: "Alice" };
const BOB = { id: "2", name: "Bob" };

beforeEach(() => setTexts("en", { core: { former: "a former member" } }));

function item(seq: number, kind: string, by: Item["by"], data: object): Item {
	return { seq, kind, at: "2026-11-03T18:00:00Z", by, data: { ...data } };
}

test("who is erased is called a former member, everybody else by name", () => {
	expect(called("—")).toBe("a former member");
	expect(called("Alice")).toBe("Alice");
	expect(firstName("—")).toBe("a former member");
});

test.each([
	["ar", "عضو سابق"],
	["es", "una persona que ya no está"],
])("it follows the language to %s", (language, words) => {
	setTexts(language as Locale, { core: { former: words } });

	expect(called("—")).toBe(words);
});

test("an open screen forgets the name and the words of who is erased", () => {
	const before = [
		item(1, "message.posted", ALICE, { message: { id: "7", text: "Hello" } }),
		item(2, "message.posted", BOB, { message: { id: "8", text: "Hi" } }),
		item(3, "member.joined", null, {
			user: ALICE,
			unit: { id: "1", name: "R", kind: "team" },
		}),
	].reduce(apply, { ...emptyContent("room:1"), epoch: "e" });

	const after = apply(before, item(4, "person.erased", null, { user: "1" }));

	expect(JSON.stringify(after.items)).not.toMatch(/Alice|Hello/);
	expect(after.items[0]?.by).toEqual({ id: "1", name: "—" });
	expect(after.items[1]).toEqual(before.items[1]);
	expect(after.items[2]?.data.unit).toEqual({
		id: "1",
		name: "R",
		kind: "team",
	});
});
