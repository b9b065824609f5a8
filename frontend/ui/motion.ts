export function prefersStill(): boolean {
	return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
