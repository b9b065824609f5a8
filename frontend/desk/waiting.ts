import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatNumber, formatSpan } from "../core/i18n";

const SHOWN_IN_SECONDS_MS = 10 * 60_000;

const seconds = signal(Date.now());

/** Moves on every second while a screen counts waiting times. */
export function useSeconds(): number {
	useEffect(() => {
		seconds.value = Date.now();
		const timer = setInterval(() => {
			seconds.value = Date.now();
		}, 1_000);
		return () => clearInterval(timer);
	}, []);
	return seconds.value;
}

/** '0:42' for what is fresh, '12 min' and '2 h 5 min' for the rest. */
export function formatWait(ms: number): string {
	const shown = Math.max(0, ms);
	if (shown >= SHOWN_IN_SECONDS_MS) return formatSpan(shown);
	const minutes = Math.floor(shown / 60_000);
	const rest = Math.floor(shown / 1_000) % 60;
	return `${formatNumber(minutes)}:${formatNumber(rest, { minimumIntegerDigits: 2 })}`;
}
