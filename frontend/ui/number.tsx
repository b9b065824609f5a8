import { useEffect, useRef, useState } from "preact/hooks";
import { formatNumber } from "../core/i18n";
import { prefersStill } from "./motion";

const TICK_MS = 180;

interface Props {
	value: number;
	/** Count up to a new value instead of jumping. */
	isTicking?: boolean;
}

/** A number in the language's digits, all of one width. */
export function Num({ value, isTicking }: Props) {
	const shown = useTicking(value, isTicking ?? false);
	return <span class="num">{formatNumber(shown)}</span>;
}

function useTicking(value: number, isTicking: boolean): number {
	const [shown, setShown] = useState(value);
	const from = useRef(value);
	useEffect(() => {
		if (!isTicking || prefersStill() || from.current === value) {
			from.current = value;
			setShown(value);
			return;
		}
		const start = performance.now();
		const first = from.current;
		from.current = value;
		let frame = requestAnimationFrame(function step(at) {
			const part = Math.min(1, (at - start) / TICK_MS);
			setShown(Math.round(first + (value - first) * part));
			if (part < 1) frame = requestAnimationFrame(step);
		});
		return () => cancelAnimationFrame(frame);
	}, [value, isTicking]);
	return shown;
}
