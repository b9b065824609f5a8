import { expect, test } from "vitest";
import { cutEdges } from "../ui/cut-edges";

test.each([
	[0, 300, ""],
	[0, 500, "end"],
	[200, 500, "start"],
	[100, 500, "start end"],
	[-100, 500, "start end"],
	[-200, 500, "start"],
])("scrolled to %d of %d: cut at '%s'", (scrollLeft, scrollWidth, edges) => {
	expect(cutEdges({ scrollLeft, scrollWidth, clientWidth: 300 })).toBe(edges);
});
