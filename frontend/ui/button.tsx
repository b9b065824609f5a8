import type { IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

interface Props {
	kind?: "primary" | "plain" | "danger" | "quiet";
	type?: "button" | "submit";
	icon?: IconNode;
	isIconDirectional?: boolean;
	/** Working: keeps its size and its focus, does nothing when pressed. */
	isBusy?: boolean;
	isDisabled?: boolean;
	isWide?: boolean;
	/** Only an icon: this is what screen readers say. */
	label?: string;
	/** A key that does the same, shown on wide screens. */
	shortcut?: string;
	onClick?: (event: MouseEvent) => void;
	children?: ComponentChildren;
}

export function Button({
	kind = "plain",
	type = "button",
	isWide,
	isBusy,
	isDisabled,
	label,
	onClick,
	...rest
}: Props) {
	const classes = ["button", `button-${kind}`];
	if (isWide) classes.push("button-wide");
	if (label && !rest.children) classes.push("button-icon");
	return (
		<button
			type={type}
			class={classes.join(" ")}
			disabled={isDisabled}
			aria-disabled={isBusy ? "true" : undefined}
			aria-busy={isBusy ? "true" : undefined}
			aria-label={label}
			title={rest.children ? undefined : label}
			onClick={isBusy ? stop : onClick}
		>
			{rest.icon && (
				<Icon of={rest.icon} isDirectional={rest.isIconDirectional} />
			)}
			{rest.children && <span class="button-text">{rest.children}</span>}
			{rest.shortcut && <kbd class="key">{rest.shortcut}</kbd>}
		</button>
	);
}

function stop(event: MouseEvent): void {
	event.preventDefault();
}
