import { X } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../core/i18n";
import { holdBack } from "./back";
import { Icon } from "./icon";
import { DiscardQuestion, useTypedWords } from "./typed-words";

interface Props {
	isOpen: boolean;
	onClose: () => void;
	title: ComponentChildren;
	aside?: ComponentChildren;
	/** Stays on screen under the scrolling part: the one primary action. */
	actions?: ComponentChildren;
	/** People write in it what is kept nowhere else: it closes only after they were asked. */
	holdsWords?: boolean;
	children: ComponentChildren;
}

/**
 * From the bottom on a phone, in the middle on a wide screen. The browser's Back closes it and
 * stays on the page; focus returns where it came from.
 */
export function Sheet(props: Props) {
	return props.isOpen ? <OpenSheet {...props} /> : null;
}

function OpenSheet(props: Props) {
	const { onClose, title, aside, holdsWords = false, children } = props;
	const dialog = useRef<HTMLDialogElement>(null);
	const heading = useId();
	useEffect(() => open(dialog.current), []);
	useEffect(() => keepFocus(dialog.current), []);
	const typed = useTypedWords(holdsWords, onClose);
	const leave = useRef(typed.leave);
	leave.current = typed.leave;
	useEffect(() => holdBack(() => leave.current()), []);
	const actions = typed.isAsking ? null : props.actions;
	return (
		<dialog
			ref={dialog}
			class="sheet"
			aria-labelledby={heading}
			{...typed.listeners}
			onClose={() => {
				// Some browsers close it without asking the page: it is there again to be asked about.
				dialog.current?.showModal();
				typed.leave();
			}}
			onCancel={(event) => {
				event.preventDefault();
				typed.leave();
			}}
			onClick={(event) => {
				if (event.target === dialog.current) typed.leave();
			}}
			onKeyDown={(event) => {
				if (event.key !== "Escape") return;
				// Else the browser would ask for the same once more.
				event.preventDefault();
				if (typed.isAsking) typed.keep();
				else typed.leave();
			}}
		>
			<div class="sheet-inside">
				<header class="sheet-head">
					<h2 id={heading} tabIndex={-1}>
						{title}
					</h2>
					{aside && <span class="muted">{aside}</span>}
					<button
						type="button"
						class="sheet-close"
						aria-label={t("core.close")}
						onClick={typed.leave}
					>
						<Icon of={X} />
					</button>
				</header>
				<div class="sheet-body">{children}</div>
				{actions && <footer class="sheet-actions">{actions}</footer>}
				{typed.isAsking && (
					<DiscardQuestion onKeep={typed.keep} onDiscard={onClose} />
				)}
			</div>
		</dialog>
	);
}

/** Firefox before 98 has no showModal: it is shown as an ordinary layer there. */
function open(dialog: HTMLDialogElement | null): () => void {
	const before = document.activeElement as HTMLElement | null;
	if (typeof dialog?.showModal === "function") dialog.showModal();
	else dialog?.setAttribute("open", "");
	const first =
		dialog?.querySelector<HTMLElement>("[data-first]") ??
		dialog?.querySelector("h2");
	first?.focus();
	return () => {
		// What closed it may have led the focus on.
		const now = document.activeElement;
		if (now === document.body || dialog?.contains(now)) before?.focus?.();
		// What opened it may be gone with it.
		setTimeout(() => {
			if (document.activeElement !== document.body) return;
			const title = document.querySelector<HTMLElement>("main h1");
			title?.focus({ preventScroll: true });
		});
	};
}

/** A control that goes once it has done its work leaves the focus at the sheet's title. */
function keepFocus(dialog: HTMLDialogElement | null): () => void {
	if (!dialog) return () => {};
	let last: EventTarget | null = null;
	const note = (event: FocusEvent) => {
		last = event.target;
	};
	const watcher = new MutationObserver(() => {
		if (document.activeElement !== document.body) return;
		if (last instanceof HTMLElement && !last.isConnected)
			dialog.querySelector("h2")?.focus({ preventScroll: true });
	});
	dialog.addEventListener("focusin", note);
	watcher.observe(dialog, { childList: true, subtree: true });
	return () => {
		watcher.disconnect();
		dialog.removeEventListener("focusin", note);
	};
}
