import type { ComponentChildren, JSX, Ref } from "preact";
import { useId } from "preact/hooks";
import { useLedTo } from "./first-wrong";

interface Props {
	label: string;
	hint?: string;
	error?: string | null;
	children: (ids: FieldIds) => ComponentChildren;
}

export interface FieldIds {
	id: string;
	"aria-describedby"?: string;
	"aria-invalid"?: "true";
}

/** A label, a control, what helps and what is wrong, tied together for screen readers. */
export function Field({ label, hint, error, children }: Props) {
	const id = useId();
	useLedTo(id, error);
	const described = [hint && `${id}-hint`, error && `${id}-error`]
		.filter(Boolean)
		.join(" ");
	return (
		<div class="field">
			<label class="field-label" for={id}>
				{label}
			</label>
			{children({
				id,
				"aria-describedby": described || undefined,
				"aria-invalid": error ? "true" : undefined,
			})}
			{hint && (
				<p class="field-hint" id={`${id}-hint`}>
					{hint}
				</p>
			)}
			{error && (
				<p class="field-error" id={`${id}-error`} role="alert">
					{error}
				</p>
			)}
		</div>
	);
}

interface TextProps {
	label: string;
	value: string;
	onInput: (value: string) => void;
	type?: "text" | "email" | "search";
	hint?: string;
	error?: string | null;
	placeholder?: string;
	autoComplete?: string;
	inputMode?: "text" | "numeric" | "email";
	maxLength?: number;
	isRequired?: boolean;
	isDisabled?: boolean;
	controlRef?: Ref<HTMLInputElement>;
}

export function TextField({
	label,
	hint,
	error,
	onInput,
	isRequired,
	isDisabled,
	controlRef,
	...rest
}: TextProps) {
	return (
		<Field label={label} hint={hint} error={error}>
			{(ids) => (
				<input
					{...ids}
					{...(rest as JSX.IntrinsicElements["input"])}
					ref={controlRef}
					class="input"
					dir={rest.type === "email" ? "ltr" : rest.value ? "auto" : undefined}
					required={isRequired}
					disabled={isDisabled}
					onInput={(event) => onInput(event.currentTarget.value)}
				/>
			)}
		</Field>
	);
}

interface SelectProps {
	label: string;
	value: string;
	options: { value: string; label: string }[];
	onChange: (value: string) => void;
	hint?: string;
	error?: string | null;
}

export function SelectField({
	label,
	value,
	options,
	onChange,
	hint,
	error,
}: SelectProps) {
	return (
		<Field label={label} hint={hint} error={error}>
			{(ids) => (
				<select
					{...ids}
					class="input"
					value={value}
					onChange={(event) => onChange(event.currentTarget.value)}
				>
					{options.map((option) => (
						<option key={option.value} value={option.value}>
							{option.label}
						</option>
					))}
				</select>
			)}
		</Field>
	);
}
