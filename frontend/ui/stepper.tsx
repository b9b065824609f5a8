import { Minus, Plus } from "lucide";
import { useState } from "preact/hooks";
import { formatNumber, parseNumber, t } from "../core/i18n";
import { Icon } from "./icon";

/** More figures than this need smaller type to fit between the buttons. */
const LONG = 6;

interface Props {
	/** What is counted; the field's name for screen readers. */
	label: string;
	value: number;
	onChange: (value: number) => void;
	/** Enter in the field: the number is said. */
	onEnter?: () => void;
	min?: number;
	max?: number;
}

/** A number with − and + beside it. Accepts the digits of all three languages. */
export function Stepper({
	label,
	value,
	onChange,
	onEnter,
	min = 0,
	max = 9_999_999,
}: Props) {
	const [typed, setTyped] = useState<string | null>(null);
	const set = (next: number) => {
		setTyped(null);
		onChange(Math.min(max, Math.max(min, next)));
	};
	const type = (text: string) => {
		setTyped(text);
		const number = text.trim() === "" ? min : parseNumber(text);
		if (number !== null) onChange(Math.min(max, Math.max(min, number)));
	};
	const shown = typed ?? formatNumber(value);
	return (
		<div class="stepper">
			<button
				type="button"
				class="stepper-button"
				aria-label={t("core.less")}
				disabled={value <= min}
				onClick={() => set(value - 1)}
			>
				<Icon of={Minus} />
			</button>
			<input
				class={
					shown.length > LONG ? "stepper-value stepper-long" : "stepper-value"
				}
				type="text"
				inputMode="numeric"
				aria-label={label}
				aria-invalid={typed && parseNumber(typed) === null ? "true" : undefined}
				style={{ inlineSize: `${Math.max(3, shown.length) + 0.5}ch` }}
				value={shown}
				onFocus={(event) => event.currentTarget.select()}
				onInput={(event) => type(event.currentTarget.value)}
				onBlur={() => setTyped(null)}
				onKeyDown={(event) => {
					if (event.key === "ArrowUp") set(value + 1);
					if (event.key === "ArrowDown") set(value - 1);
					if (event.key === "Enter") onEnter?.();
				}}
			/>
			<button
				type="button"
				class="stepper-button"
				aria-label={t("core.more")}
				disabled={value >= max}
				onClick={() => set(value + 1)}
			>
				<Icon of={Plus} />
			</button>
		</div>
	);
}
