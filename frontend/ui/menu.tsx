import { EllipsisVertical, type IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
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
	children?: ComponentChildren;
}

/** A button that opens a short list of acts. Arrow keys move, Escape closes, focus returns. */
export function Menu({ label, items, children }: Props) {
	const [isOpen, setOpen] = useState(false);
	const root = useRef<HTMLDivElement>(null);
	useEffect(() => (isOpen ? onOutside(root, setOpen) : undefined), [isOpen]);
	if (items.length === 0) return null;
	const close = () => {
		setOpen(false);
		root.current?.querySelector("button")?.focus();
	};
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: keys reach it from the buttons inside
		<div class="menu" ref={root} onKeyDown={(event) => move(event, close)}>
			<button
				type="button"
				class="button button-quiet button-icon"
				aria-label={label}
				aria-haspopup="menu"
				aria-expanded={isOpen}
				onClick={() => setOpen(!isOpen)}
			>
				{children ?? <Icon of={EllipsisVertical} />}
			</button>
			{isOpen && <MenuList items={items} close={close} />}
		</div>
	);
}

function MenuList({ items, close }: { items: MenuItem[]; close: () => void }) {
	const list = useRef<HTMLDivElement>(null);
	useEffect(() => {
		list.current?.querySelector("button")?.focus();
		list.current?.scrollIntoView({ block: "nearest" });
	}, []);
	return (
		<div class="menu-list" role="menu" ref={list}>
			{items.map((item) => (
				<button
					key={item.label}
					type="button"
					role="menuitem"
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
		</div>
	);
}

function onOutside(
	root: { current: HTMLElement | null },
	setOpen: (isOpen: boolean) => void,
): () => void {
	const listen = (event: Event) => {
		if (!root.current?.contains(event.target as Node)) setOpen(false);
	};
	document.addEventListener("pointerdown", listen);
	return () => document.removeEventListener("pointerdown", listen);
}

function move(event: KeyboardEvent, close: () => void): void {
	const root = event.currentTarget as HTMLElement;
	const items = [...root.querySelectorAll<HTMLElement>("[role=menuitem]")];
	if (items.length === 0) return;
	const at = items.indexOf(document.activeElement as HTMLElement);
	const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
	const step = steps[event.key];
	if (event.key === "Escape") close();
	else if (step) items[(at + step + items.length) % items.length]?.focus();
	else return;
	event.preventDefault();
	event.stopPropagation();
}
