import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Tells the styles (`data-cut`) at which edges of a scrolling row there is more. */
export function useCutEdges(row: RefObject<HTMLElement | null>): void {
	useEffect(() => {
		const box = row.current;
		if (!box) return;
		const look = () => {
			box.dataset.cut = cutEdges(box);
		};
		const watcher = new ResizeObserver(look);
		watcher.observe(box);
		for (const child of box.children) watcher.observe(child);
		box.addEventListener("scroll", look, { passive: true });
		look();
		return () => {
			watcher.disconnect();
			box.removeEventListener("scroll", look);
		};
	});
}

type Scrolling = Pick<Element, "scrollLeft" | "scrollWidth" | "clientWidth">;

/** From right to left the browser counts below zero. */
export function cutEdges(box: Scrolling): string {
	const before = Math.abs(box.scrollLeft);
	const after = box.scrollWidth - box.clientWidth - before;
	return [before > 1 && "start", after > 1 && "end"].filter(Boolean).join(" ");
}
