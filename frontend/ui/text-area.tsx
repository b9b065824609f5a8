import type { Ref } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Field } from "./field";

interface Props {
	label: string;
	value: string;
	onInput: (value: string) => void;
	onKeyDown?: (event: KeyboardEvent) => void;
	placeholder?: string;
	hint?: string;
	error?: string | null;
	rows?: number;
	maxLength?: number;
	controlRef?: Ref<HTMLTextAreaElement>;
}

/** Several lines of a person's own words; grows with them up to a third of the screen. */
export function TextArea({ label, hint, error, ...rest }: Props) {
	return (
		<Field label={label} hint={hint} error={error}>
			{(ids) => <GrowingText {...rest} {...ids} />}
		</Field>
	);
}

interface GrowingProps extends Omit<Props, "label" | "hint" | "error"> {
	id?: string;
	className?: string;
	"aria-label"?: string;
}

export function GrowingText({
	controlRef,
	onInput,
	rows = 3,
	className = "input",
	...rest
}: GrowingProps) {
	const own = useRef<HTMLTextAreaElement>(null);
	useLayoutEffect(() => grow(own.current), [rest.value]);
	return (
		<textarea
			{...rest}
			ref={(element) => {
				own.current = element;
				if (typeof controlRef === "function") controlRef(element);
				else if (controlRef) controlRef.current = element;
			}}
			class={`${className} growing`}
			rows={rows}
			dir={rest.value ? "auto" : undefined}
			onInput={(event) => onInput(event.currentTarget.value)}
		/>
	);
}

function grow(element: HTMLTextAreaElement | null): void {
	if (!element) return;
	element.style.blockSize = "auto";
	const edges = element.offsetHeight - element.clientHeight;
	element.style.blockSize = `${element.scrollHeight + edges}px`;
}
