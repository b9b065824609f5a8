import type { IconNode } from "lucide";
import { createElement } from "preact";

interface Props {
	of: IconNode;
	/** Said by screen readers; without it the icon is decoration. */
	label?: string;
	/** Point the other way in right-to-left languages: send and back only. */
	isDirectional?: boolean;
	size?: number;
}

export function Icon({ of, label, isDirectional, size = 20 }: Props) {
	return (
		<svg
			class={isDirectional ? "icon icon-directional" : "icon"}
			width={size}
			height={size}
			viewBox="0 0 24 24"
			fill="none"
			stroke="currentColor"
			stroke-width={2}
			stroke-linecap="round"
			stroke-linejoin="round"
			role={label ? "img" : undefined}
			aria-label={label}
			aria-hidden={label ? undefined : "true"}
		>
			{of.map(([tag, attributes], index) =>
				createElement(tag, { key: index, ...attributes }),
			)}
		</svg>
	);
}
