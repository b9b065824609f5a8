import type { ComponentChildren } from "preact";

interface Props {
	/** Absent: a plain action; given: a choice that is on or off. */
	isSelected?: boolean;
	isDisabled?: boolean;
	label?: string;
	onClick?: () => void;
	children: ComponentChildren;
}

export function Chip({
	isSelected,
	isDisabled,
	label,
	onClick,
	children,
}: Props) {
	return (
		<button
			type="button"
			class="chip"
			aria-pressed={isSelected}
			aria-label={label}
			disabled={isDisabled}
			onClick={onClick}
		>
			{children}
		</button>
	);
}
