import { signal } from "@preact/signals";
import { formatAgo, formatExact, formatTime } from "../core/i18n";

/** The minute we are in, so that 'x min' moves on. */
export const now = signal(Date.now());
setInterval(() => {
	now.value = Date.now();
}, 15_000);

export function Ago({ at }: { at: string }) {
	return (
		<time dateTime={at} title={formatExact(at)}>
			{formatAgo(at, now.value)}
		</time>
	);
}

export function Clock({ at }: { at: string }) {
	return (
		<time class="clock" dateTime={at} title={formatExact(at)}>
			{formatTime(at)}
		</time>
	);
}
