import { expect, test, vi } from "vitest";

const done: string[] = [];

vi.stubGlobal("addEventListener", () => {});
vi.mock("../core/api", () => ({
	api: { remove: async (path: string) => void done.push(path) },
}));
vi.mock("../core/client", () => ({
	client: { leave: async () => void done.push("left") },
}));
vi.mock("../core/kept-entry", () => ({
	forgetEntries: () => {},
	goOnLaterAt: () => {},
	whereToGoOn: () => "/",
}));
vi.mock("../ui/back", () => ({ turnDocument: () => {} }));
const { signOut } = await import("../teams/accounts");
const { undoable } = await import("../ui/toast");

test("what can still be taken back is done before the session ends", async () => {
	undoable("It is ended.", async () => {
		await Promise.resolve();
		done.push("invitation ended");
	});

	await signOut();

	expect(done).toEqual([
		"invitation ended",
		"/_allauth/browser/v1/auth/session",
		"left",
	]);
});
