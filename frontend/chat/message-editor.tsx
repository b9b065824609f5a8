import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../core/i18n";
import type { Message } from "../core/protocol";
import { Button } from "../ui/button";
import { GrowingText } from "../ui/text-area";
import { edit, editing } from "./room-state";

interface Props {
	message: Message;
	stream: string;
}

/** A message of mine in the place where it stands. Enter saves, Escape leaves it as it was. */
export function MessageEditor({ message, stream }: Props) {
	const [text, setText] = useState(message.text ?? "");
	const control = useRef<HTMLTextAreaElement>(null);
	useEffect(() => {
		control.current?.focus();
		control.current?.setSelectionRange(text.length, text.length);
	}, []);
	const close = () => {
		editing.value = null;
	};
	const save = () => {
		const next = text.trim();
		close();
		if (next && next !== message.text) void edit(stream, message, next);
	};
	return (
		<div class="stack">
			<GrowingText
				aria-label={t("chat.edit_label")}
				value={text}
				rows={1}
				maxLength={4000}
				controlRef={control}
				onInput={setText}
				onKeyDown={(event) => {
					if (event.isComposing) return;
					if (event.key === "Escape") close();
					else if (event.key === "Enter" && !event.shiftKey) save();
					else return;
					event.preventDefault();
				}}
			/>
			<div class="cluster">
				<Button kind="primary" onClick={save}>
					{t("core.save")}
				</Button>
				<Button onClick={close}>{t("core.cancel")}</Button>
			</div>
		</div>
	);
}
