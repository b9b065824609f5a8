import { Send } from "lucide";
import { useRef } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { StreamSummary } from "../core/protocol";
import { type ComposerAction, composerActions } from "../core/registry";
import { Icon } from "../ui/icon";
import { GrowingText } from "../ui/text-area";
import { useDraft } from "../ui/use-draft";
import { isTooLong } from "./length";
import { LengthLine } from "./length-line";
import { post } from "./room-state";

/** Where one writes. Keeps a draft per room; Enter sends where there is a real keyboard. */
export function Composer({
	room,
	onSent,
}: {
	room: StreamSummary;
	onSent: () => void;
}) {
	const [text, setText] = useDraft(room.stream);
	const control = useRef<HTMLTextAreaElement>(null);
	const words = text.trim();
	const maySend = words !== "" && !isTooLong(words);
	const send = () => {
		if (!maySend) return;
		setText("");
		post(room.stream, words);
		onSent();
		control.current?.focus();
	};
	return (
		<form
			class="composer"
			onSubmit={(event) => {
				event.preventDefault();
				send();
			}}
		>
			{shownActions(room).map((action) => (
				<ActionButton key={action.id} action={action} room={room} />
			))}
			<LengthLine text={text} />
			<GrowingText
				className="composer-text"
				aria-label={t("chat.placeholder", { room: room.title })}
				placeholder={t("chat.placeholder", { room: room.title })}
				value={text}
				rows={1}
				controlRef={control}
				onInput={(value) => {
					setText(value);
					if (value) client.typing(room.stream);
				}}
				onKeyDown={(event) => {
					if (!isSendKey(event)) return;
					event.preventDefault();
					send();
				}}
			/>
			<button
				type="submit"
				class="composer-send"
				aria-label={t("chat.send")}
				aria-disabled={maySend ? undefined : "true"}
			>
				<Icon of={Send} size={22} isDirectional />
			</button>
		</form>
	);
}

function ActionButton({
	action,
	room,
}: {
	action: ComposerAction;
	room: StreamSummary;
}) {
	return (
		<button
			type="button"
			class={action.isPrimary ? "composer-primary" : "composer-action"}
			aria-label={t(action.label)}
			title={t(action.label)}
			onClick={() => action.run(room)}
		>
			<Icon of={action.icon} />
		</button>
	);
}

/** What else one can do beside writing. */
export function shownActions(room: StreamSummary): ComposerAction[] {
	return composerActions.filter((action) => action.isShown?.(room) ?? true);
}

function isSendKey(event: KeyboardEvent): boolean {
	return (
		event.key === "Enter" &&
		!event.shiftKey &&
		!event.isComposing &&
		matchMedia("(hover: hover) and (pointer: fine)").matches
	);
}
