import type { ComponentChildren, JSX, Ref } from "preact";
import { useId } from "preact/hooks";
import { t } from "../core/i18n";
import { useLedTo } from "./first-wrong";
import { isNearLimit, isTooLong, lengthOf } from "./short-text";

interface Props {
	label: string;
	hint?: string;
	error?: string | null;
	/** Wrong before it is sent: who sends it all the same is led here. */
	isUnsendable?: boolean;
	children: (ids: FieldIds) => ComponentChildren;
}

export interface FieldIds {
	id: string;
	"aria-describedby"?: string;
	"aria-invalid"?: "true";
}

/** A label, a control, what helps and what is wrong, tied together for screen readers. */
export function Field({ label, hint, error, isUnsendable, children }: Props) {
	const id = useId();
	useLedTo(id, error, isUnsendable);
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
	/** More can't be typed: for what is looked up alone. */
	maxLength?: number;
	/** More can be typed, and is said to be too much: nothing is cut. */
	limit?: number;
	isRequired?: boolean;
	isDisabled?: boolean;
	controlRef?: Ref<HTMLInputElement>;
}

export function TextField({
	label,
	hint,
	error,
	onInput,
	limit,
	isRequired,
	isDisabled,
	controlRef,
	...rest
}: TextProps) {
	const isOver = limit !== undefined && isTooLong(rest.value, limit);
	return (
		<Field
			label={label}
			hint={[hint, countOf(rest.value, limit)].filter(Boolean).join(" ")}
			error={isOver ? t("core.too_long", sizes(rest.value, limit)) : error}
			isUnsendable={isOver}
		>
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

/** How much is written, once it gets long; too much says so itself. */
function countOf(text: string, limit?: number): string {
	const isSaid =
		limit !== undefined && isNearLimit(text, limit) && !isTooLong(text, limit);
	return isSaid ? t("core.length", sizes(text, limit)) : "";
}

function sizes(text: string, limit: number) {
	return { length: lengthOf(text), limit };
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
