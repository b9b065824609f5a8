import type { IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

interface Props {
	kind?: "plain" | "warn" | "good" | "urgent";
	icon?: IconNode;
	action?: ComponentChildren;
	children: ComponentChildren;
}

/** One line across a pane: connection, demo, mail not set. */
export function Banner({ kind = "plain", icon, action, children }: Props) {
	return (
		<div class={`banner banner-${kind}`} role="status">
			{icon && <Icon of={icon} />}
			<span class="banner-text">{children}</span>
			{action}
		</div>
	);
}
