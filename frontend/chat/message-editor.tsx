import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../core/i18n";
import type { Message } from "../core/protocol";
import { Button } from "../ui/button";
import { GrowingText } from "../ui/text-area";
import { endEdit, keepEdit, keptEdit } from "./edit-draft";
import { isTooLong } from "./length";
import { LengthLine } from "./length-line";
import { edit } from "./room-state";

interface Props {
	message: Message;
	stream: string;
}

/** A message of mine in the place where it stands. Enter saves, Escape leaves it as it was. */
export function MessageEditor({ message, stream }: Props) {
	const [text, setText] = useState(
		() => keptEdit(stream, message.id) ?? message.text ?? "",
	);
	const box = useRef<HTMLDivElement>(null);
	const control = useRef<HTMLTextAreaElement>(null);
	useEffect(() => {
		control.current?.focus({ preventScroll: true });
		control.current?.setSelectionRange(text.length, text.length);
		box.current?.scrollIntoView({ block: "nearest" });
	}, []);
	// It grows with each line: its buttons stay above the composer.
	useLayoutEffect(
		() => box.current?.scrollIntoView({ block: "nearest" }),
		[text],
	);
	const close = () => endEdit(stream);
	const save = () => {
		const next = text.trim();
		if (isTooLong(next)) return;
		close();
		if (next && next !== message.text) void edit(stream, message, next);
	};
	return (
		<div class="stack message-editor" ref={box}>
			<GrowingText
				aria-label={t("chat.edit_label")}
				value={text}
				rows={1}
				controlRef={control}
				onInput={(value) => {
					setText(value);
					keepEdit(stream, message.id, value);
				}}
				onKeyDown={(event) => {
					if (event.isComposing) return;
					if (event.key === "Escape") close();
					else if (event.key === "Enter" && !event.shiftKey) save();
					else return;
					event.preventDefault();
				}}
			/>
			<LengthLine text={text} />
			<div class="cluster">
				<Button kind="primary" isDisabled={isTooLong(text)} onClick={save}>
					{t("core.save")}
				</Button>
				<Button onClick={close}>{t("core.cancel")}</Button>
			</div>
		</div>
	);
}
