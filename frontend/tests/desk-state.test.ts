import { beforeEach, expect, test, vi } from "vitest";
import { MemoryStorage } from "./memory-storage";

beforeEach(() => {
	vi.resetModules();
	vi.stubGlobal("sessionStorage", new MemoryStorage());
	vi.stubGlobal("localStorage", new MemoryStorage());
	const place = { pathname: "/desk", search: "", hash: "", origin: "http://m" };
	vi.stubGlobal("location", place);
	const turn = (_state: unknown, _title: string, href: string) => {
		place.pathname = href;
	};
	vi.stubGlobal("history", {
		state: null,
		pushState: turn,
		replaceState: turn,
	});
});

const question = (id: string, desk = "3") =>
	({ id, desk: { id: desk } }) as never;

test("an address leads to its question after one has moved on from there", async () => {
	const { select, selectedId } = await import("../desk/desk-state");
	const { navigate } = await import("../ui/router");
	navigate("/desk/3/5");
	select(question("6"));
	expect([selectedId.value, location.pathname]).toEqual(["6", "/desk/3/6"]);

	navigate("/desk/3/5");

	expect(selectedId.value).toBe("5");
});

test("the chosen desk stays while one goes through its questions", async () => {
	const desk = await import("../desk/desk-state");
	const { path } = await import("../ui/router");
	desk.showDesk("3");
	desk.select(question("5"));
	desk.comeTo("3", "5");
	expect(desk.shownDesk.value).toBe("3");

	desk.unselect();

	expect(path.value).toBe("/desk/3");
});

test("a question of another desk is shown among all", async () => {
	const desk = await import("../desk/desk-state");
	desk.showDesk("3");

	desk.comeTo("4", "9");

	expect(desk.shownDesk.value).toBe("");
});
