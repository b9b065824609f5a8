import type { ComponentChildren } from "preact";

interface Props {
	label: ComponentChildren;
	detail?: string;
	isOn: boolean;
	onChange: (isOn: boolean) => void;
	isDisabled?: boolean;
}

export function Switch({ label, detail, isOn, onChange, isDisabled }: Props) {
	return (
		<label class="switch">
			<span class="switch-text">
				<span>{label}</span>
				{detail && <span class="muted">{detail}</span>}
			</span>
			<input
				type="checkbox"
				role="switch"
				checked={isOn}
				aria-checked={isOn}
				disabled={isDisabled}
				onChange={(event) => onChange(event.currentTarget.checked)}
			/>
		</label>
	);
}
