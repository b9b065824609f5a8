import { Minus, Plus } from "lucide";
import { useId, useState } from "preact/hooks";
import { formatNumber, parseNumber, t } from "../core/i18n";
import { Icon } from "./icon";

/** More figures than this need smaller type to fit between the buttons. */
const LONG = 6;

interface Props {
	/** What is counted; the field's name for screen readers. */
	label: string;
	/** null: no number yet, or what is typed is none. */
	value: number | null;
	onChange: (value: number | null) => void;
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
	const id = useId();
	const [typed, setTyped] = useState<string | null>(null);
	const set = (next: number) => {
		setTyped(null);
		onChange(Math.min(max, Math.max(min, next)));
	};
	const read = (text: string) => {
		const number = parseNumber(text);
		return number !== null && number >= min && number <= max ? number : null;
	};
	const type = (text: string) => {
		setTyped(text);
		onChange(read(text));
	};
	const now = value ?? min;
	// What was typed holds only until a button beside the field says another number.
	const isTyped = typed !== null && read(typed) === value;
	const shown = isTyped ? typed : formatNumber(now);
	const isWrong = isTyped && value === null && typed.trim() !== "";
	return (
		<>
			<div class="stepper">
				<button
					type="button"
					class="stepper-button"
					aria-label={t("core.less")}
					disabled={now <= min}
					onClick={() => set(now - 1)}
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
					aria-invalid={isWrong ? "true" : undefined}
					aria-describedby={isWrong ? id : undefined}
					style={{ inlineSize: `${Math.max(3, shown.length) + 0.5}ch` }}
					value={shown}
					onFocus={(event) => event.currentTarget.select()}
					onInput={(event) => type(event.currentTarget.value)}
					onBlur={() => !isWrong && setTyped(null)}
					onKeyDown={(event) => {
						if (event.key === "ArrowUp") set(now + 1);
						if (event.key === "ArrowDown") set(now - 1);
						if (event.key === "Enter") onEnter?.();
					}}
				/>
				<button
					type="button"
					class="stepper-button"
					aria-label={t("core.more")}
					disabled={now >= max}
					onClick={() => set(now + 1)}
				>
					<Icon of={Plus} />
				</button>
			</div>
			{isWrong && (
				<p class="field-error stepper-error" id={id} role="alert">
					{t("core.whole_number", { min, max })}
				</p>
			)}
		</>
	);
}
