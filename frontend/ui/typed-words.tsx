import type { RefObject } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "./button";

type Field = HTMLInputElement | HTMLTextAreaElement;

export interface TypedWords {
	/** The question is on screen. */
	isAsking: boolean;
	/** Somebody wants out: done at once, or asked about where something would be lost. */
	leave: () => void;
	/** Back to what was being written. */
	keep: () => void;
	/** Listens to the layer that holds the fields. */
	listeners: {
		onFocusIn: (event: FocusEvent) => void;
		onInput: () => void;
	};
}

/** Knows whether a layer's fields hold words that were typed there, and asks before they go. */
export function useTypedWords(isOn: boolean, close: () => void): TypedWords {
	const [isAsking, setAsking] = useState(false);
	const before = useRef(new Map<Field, string>());
	const last = useRef<Field | null>(null);
	const leave = () => {
		if (isOn && [...before.current].some(isTyped)) setAsking(true);
		else close();
	};
	const keep = () => {
		last.current?.focus();
		setAsking(false);
	};
	const onFocusIn = ({ target }: FocusEvent) => {
		if (!isField(target)) return;
		last.current = target;
		if (!before.current.has(target)) before.current.set(target, target.value);
	};
	return {
		isAsking,
		leave,
		keep,
		listeners: { onFocusIn, onInput: () => setAsking(false) },
	};
}

function isField(target: EventTarget | null): target is Field {
	return (
		target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
	);
}

function isTyped([field, before]: [Field, string]): boolean {
	const { isConnected, value } = field;
	return isConnected && value.trim() !== "" && value !== before;
}

/** Takes the place of the layer's own acts. */
export function DiscardQuestion(props: {
	onKeep: () => void;
	onDiscard: () => void;
}) {
	const question = useId();
	const part = useRef<HTMLDivElement>(null);
	useEffect(() => focusFirst(part), []);
	return (
		<div
			class="sheet-question"
			role="alertdialog"
			aria-labelledby={question}
			ref={part}
		>
			<p id={question}>{t("core.discard_question")}</p>
			<div class="cluster">
				<Button kind="primary" onClick={props.onKeep}>
					{t("core.keep_writing")}
				</Button>
				<Button kind="danger" onClick={props.onDiscard}>
					{t("core.discard")}
				</Button>
			</div>
		</div>
	);
}

function focusFirst(part: RefObject<HTMLElement | null>): void {
	part.current?.querySelector("button")?.focus();
}
