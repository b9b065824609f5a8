import type { IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

interface Props {
	icon: IconNode;
	title: string;
	detail?: string;
	/** The one button that starts it. */
	action?: ComponentChildren;
}

/** What will be here, and how it starts. */
export function Empty({ icon, title, detail, action }: Props) {
	return (
		<div class="empty">
			<span class="empty-icon">
				<Icon of={icon} size={28} />
			</span>
			<p class="empty-title">{title}</p>
			{detail && <p class="muted">{detail}</p>}
			{action}
		</div>
	);
}
