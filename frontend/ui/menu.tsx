import { EllipsisVertical, type IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { createPortal } from "preact/compat";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon";

export interface MenuItem {
	label: string;
	icon?: IconNode;
	isDanger?: boolean;
	run: () => void;
}

interface Props {
	label: string;
	items: MenuItem[];
	/** Not reached by Tab: in a list of many rows only the current one's is. */
	isSkipped?: boolean;
	children?: ComponentChildren;
}

const GAP_PX = 4;

/** A button that opens a short list of acts. Arrow keys move, Escape closes, focus returns. */
export function Menu({ label, items, isSkipped, children }: Props) {
	const [isOpen, setOpen] = useState(false);
	const button = useRef<HTMLButtonElement>(null);
	if (items.length === 0) return null;
	const close = () => {
		setOpen(false);
		button.current?.focus();
	};
	return (
		<div class="menu">
			<button
				type="button"
				ref={button}
				class="button button-quiet button-icon"
				aria-label={label}
				tabIndex={isSkipped ? -1 : undefined}
				aria-haspopup="menu"
				aria-expanded={isOpen}
				onClick={() => setOpen(!isOpen)}
			>
				{children ?? <Icon of={EllipsisVertical} />}
			</button>
			{isOpen && button.current && (
				<MenuList items={items} button={button.current} close={close} />
			)}
		</div>
	);
}

interface ListProps {
	items: MenuItem[];
	button: HTMLElement;
	close: () => void;
}

/** Drawn over the page, so that no scrolling list cuts it off. */
function MenuList({ items, button, close }: ListProps) {
	const list = useRef<HTMLDivElement>(null);
	useLayoutEffect(() => {
		if (list.current) place(list.current, button);
		list.current?.querySelector("button")?.focus();
	}, [button]);
	useEffect(() => closeOutside(list, button, close), [button]);
	return createPortal(
		<div
			class="menu-list"
			role="menu"
			ref={list}
			tabIndex={-1}
			onKeyDown={(event) => move(event, close)}
		>
			{items.map((item) => (
				<button
					key={item.label}
					type="button"
					role="menuitem"
					tabIndex={-1}
					class={item.isDanger ? "menu-item menu-danger" : "menu-item"}
					onClick={() => {
						close();
						item.run();
					}}
				>
					{item.icon && <Icon of={item.icon} />}
					{item.label}
				</button>
			))}
		</div>,
		button.closest("dialog") ?? document.body,
	);
}

function place(list: HTMLElement, button: HTMLElement): void {
	const at = button.getBoundingClientRect();
	const isBelow = at.bottom + list.offsetHeight + GAP_PX < innerHeight;
	const start = isBelow
		? at.bottom + GAP_PX
		: Math.max(GAP_PX, at.top - list.offsetHeight - GAP_PX);
	const isMirrored = document.documentElement.dir === "rtl";
	const end = isMirrored ? at.left : innerWidth - at.right;
	list.style.insetBlockStart = `${start}px`;
	const most = innerWidth - list.offsetWidth - GAP_PX;
	list.style.insetInlineEnd = `${Math.max(GAP_PX, Math.min(end, most))}px`;
}

function closeOutside(
	list: { current: HTMLElement | null },
	button: HTMLElement,
	close: () => void,
): () => void {
	const press = (event: Event) => {
		const target = event.target as Node;
		if (!list.current?.contains(target) && !button.contains(target)) close();
	};
	// Not `scroll`: a list also scrolls by itself when something new comes in, and would
	// take the menu from under the finger.
	const closing = ["pointerdown", "wheel", "touchmove"];
	for (const type of closing)
		document.addEventListener(type, press, { passive: true });
	return () => {
		for (const type of closing) document.removeEventListener(type, press);
	};
}

function move(event: KeyboardEvent, close: () => void): void {
	const root = event.currentTarget as HTMLElement;
	const items = [...root.querySelectorAll<HTMLElement>("[role=menuitem]")];
	const at = items.indexOf(document.activeElement as HTMLElement);
	const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
	const step = steps[event.key];
	if (event.key === "Escape" || event.key === "Tab") close();
	else if (step) items[(at + step + items.length) % items.length]?.focus();
	else return;
	event.preventDefault();
	event.stopPropagation();
}
