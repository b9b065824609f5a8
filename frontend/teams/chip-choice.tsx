import { Chip } from "../ui/chip";

interface Props<Value extends string> {
	label: string;
	value: Value;
	options: { value: Value; label: string }[];
	onChange: (value: Value) => void;
}

/** One of a few, all in sight. */
export function ChipChoice<Value extends string>({
	label,
	value,
	options,
	onChange,
}: Props<Value>) {
	return (
		<fieldset class="choice">
			<legend class="field-label">{label}</legend>
			<div class="cluster">
				{options.map((option) => (
					<Chip
						key={option.value}
						isSelected={option.value === value}
						onClick={() => onChange(option.value)}
					>
						{option.label}
					</Chip>
				))}
			</div>
		</fieldset>
	);
}
