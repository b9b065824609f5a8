import { signal } from "@preact/signals";
import { useLayoutEffect, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { announce } from "./live-region";

interface Toast {
	id: number;
	text: string;
	kind: "plain" | "good" | "urgent";
	action?: { label: string; run: () => void };
	isAtTop: boolean;
}

export const TOAST_MS = 5_000;
const FINISHED_WITHIN_MS = 2_000;

const toasts = signal<Toast[]>([]);
let last = 0;

interface Options {
	kind?: Toast["kind"];
	action?: Toast["action"];
	durationMs?: number;
	/** Where it covers nothing that one writes in. */
	isAtTop?: boolean;
}

/** A short sentence for 5 s. Returns the way to take it away. */
export function toast(text: string, options: Options = {}): () => void {
	last += 1;
	const { kind = "plain", action, durationMs = TOAST_MS } = options;
	const isAtTop = options.isAtTop ?? false;
	const shown: Toast = { id: last, text, kind, action, isAtTop };
	toasts.value = [...toasts.value.slice(-2), shown];
	announce(text);
	const remove = () => {
		toasts.value = toasts.value.filter((one) => one !== shown);
	};
	setTimeout(remove, durationMs);
	return remove;
}

/** What is said to be done already, but waits until nobody can take it back. */
const pending = new Set<() => void>();
/** What is on its way of it. */
const running = new Set<Promise<unknown>>();

/** Do something after 5 s unless the person takes it back; at once when the page goes away. */
export function undoable(
	text: string,
	commit: () => unknown,
	undo?: () => void,
): void {
	const settle = () => {
		clearTimeout(timer);
		pending.delete(finish);
		remove();
	};
	const finish = () => {
		settle();
		follow(commit());
	};
	const timer = setTimeout(finish, TOAST_MS);
	pending.add(finish);
	const remove = toast(text, {
		action: {
			label: t("core.undo"),
			run: () => {
				settle();
				undo?.();
			},
		},
	});
}

/** Does at once all that waits; over when it is done, at the latest after 2 s. */
export async function finishUndoable(): Promise<void> {
	finishAll();
	if (running.size === 0) return;
	await Promise.race([
		Promise.all(running),
		new Promise((resolve) => setTimeout(resolve, FINISHED_WITHIN_MS)),
	]);
}

function finishAll(): void {
	for (const finish of [...pending]) finish();
}

/** Until it is over, however it ends: who began it says what went wrong. */
function follow(work: unknown): void {
	const over: Promise<unknown> = Promise.resolve(work)
		.catch(() => {})
		.then(() => running.delete(over));
	running.add(over);
}

// Nobody is there any more to take it back, and no timer runs in a page that is gone.
globalThis.addEventListener?.("pagehide", finishAll);

/** Which of the places on screen has them: the one that was there first. */
const places = signal<object[]>([]);

/**
 * Where a screen makes room for them, at the lower edge of what scrolls: they lie over nothing
 * that one presses next.
 */
export function ToastPlace() {
	const [place] = useState(() => ({}));
	useLayoutEffect(() => {
		places.value = [...places.peek(), place];
		return () => {
			places.value = places.peek().filter((one) => one !== place);
		};
	}, []);
	if (places.value[0] !== place) return null;
	return <Shown toasts={toasts.value} className="toasts toasts-here" />;
}

/** On a page that has no such place. */
export function Toasts() {
	if (places.value.length > 0) return null;
	return (
		<>
			<Shown
				toasts={toasts.value.filter((one) => one.isAtTop)}
				className="toasts toasts-top"
			/>
			<Shown
				toasts={toasts.value.filter((one) => !one.isAtTop)}
				className="toasts"
			/>
		</>
	);
}

/** A place of its own on the page, found by who goes from one to the next. */
function Shown(props: { toasts: Toast[]; className: string }) {
	if (props.toasts.length === 0) return null;
	return (
		<section class={props.className} aria-label={t("core.notices")}>
			{props.toasts.map(show)}
		</section>
	);
}

function show(one: Toast) {
	return (
		<div key={one.id} class={`toast toast-${one.kind}`}>
			<span>{one.text}</span>
			{one.action && (
				<button type="button" class="toast-action" onClick={one.action.run}>
					{one.action.label}
				</button>
			)}
		</div>
	);
}
