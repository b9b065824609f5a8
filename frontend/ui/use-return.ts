import { useEffect, useRef } from "preact/hooks";

/** Not at every glance at another window. */
const AWAY_MS = 5_000;

/** Runs when somebody comes back to the page: the world went on meanwhile. */
export function useReturn(run: () => void): void {
	const latest = useRef(run);
	latest.current = run;
	useEffect(() => {
		let left = Date.now();
		const look = () => {
			if (document.hidden) left = Date.now();
			else if (Date.now() - left >= AWAY_MS) latest.current();
		};
		document.addEventListener("visibilitychange", look);
		return () => document.removeEventListener("visibilitychange", look);
	}, []);
}
