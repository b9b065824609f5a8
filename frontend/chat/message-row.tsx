import {
	Check,
	CircleAlert,
	Clock as ClockIcon,
	Copy,
	Link,
	Pencil,
	Trash2,
} from "lucide";
import type { ComponentChildren } from "preact";
import { memo } from "preact/compat";
import { client } from "../core/client";
import type { OutboxEntry } from "../core/database";
import { formatNumber, t } from "../core/i18n";
import type { By, Item, Message } from "../core/protocol";
import { messageActs } from "../core/registry";
import { Avatar } from "../ui/avatar";
import { called } from "../ui/called";
import { Icon } from "../ui/icon";
import { Menu, type MenuItem } from "../ui/menu";
import { roleName } from "../ui/role";
import { Clock } from "../ui/time";
import { toast } from "../ui/toast";
import { editing } from "./edit-draft";
import { isLongPressNew, longPress } from "./long-press";
import { messageOf } from "./message-data";
import { MessageEditor } from "./message-editor";
import { remove, roomOf, waitingEdit } from "./room-state";
import { Words } from "./words";

interface Props {
	item: Item;
	stream: string;
	isFirst: boolean;
	isLastOwn: boolean;
	mayModerate: boolean;
}

/** One message; its author's name and face only where a group begins. */
export const MessageRow = memo(function MessageRow(props: Props) {
	const { item, stream, isFirst } = props;
	const message = messageOf(item) as Message;
	const isOwn = item.by?.id === client.store.user.value?.id;
	const change = waitingEdit(message.id);
	const isEditing = editing.value === message.id;
	return (
		<Shell isOwn={isOwn} isFirst={isFirst} by={item.by} at={item.at}>
			{isEditing ? (
				<MessageEditor message={message} stream={stream} />
			) : (
				<Body
					message={message}
					text={String(change?.fields.text ?? message.text)}
				/>
			)}
			{change && <State icon={ClockIcon}>{t("core.waiting")}</State>}
			{props.isLastOwn && !change && <SentState message={message} />}
			<Reactions message={message} />
			{!message.deleted && !isEditing && (
				<div class="message-acts">
					<Menu
						label={t("chat.message_menu")}
						items={acts(props, message, isOwn)}
					/>
				</div>
			)}
		</Shell>
	);
});

function Body({ message, text }: { message: Message; text: string }) {
	if (message.deleted) return <p class="muted">{t("chat.deleted")}</p>;
	return (
		<Words text={text} lang={message.language}>
			{message.edited_at && (
				<>
					{" "}
					<bdi class="meta">{t("chat.edited")}</bdi>
				</>
			)}
		</Words>
	);
}

function Reactions({ message }: { message: Message }) {
	if (!message.reactions?.length) return null;
	return (
		<p class="message-reactions">
			{message.reactions.map((one) => (
				<span key={one.emoji} class="pill">
					{one.emoji} {formatNumber(one.count)}
				</span>
			))}
		</p>
	);
}

function acts(props: Props, message: Message, isOwn: boolean): MenuItem[] {
	const { stream, item, mayModerate } = props;
	const all: MenuItem[] = [];
	if (isOwn)
		all.push({
			label: t("core.edit"),
			icon: Pencil,
			run: () => {
				editing.value = message.id;
			},
		});
	all.push({
		label: t("chat.copy_text"),
		icon: Copy,
		run: () => void copyText(message.text ?? ""),
	});
	all.push({
		label: t("chat.copy_link"),
		icon: Link,
		run: () => void copyLink(stream, item),
	});
	all.push(...messageActs.flatMap((more) => more({ item, stream, isOwn })));
	if (isOwn || mayModerate)
		all.push({
			label: t("core.delete"),
			icon: Trash2,
			isDanger: true,
			run: () => remove(stream, message),
		});
	return all;
}

async function copyLink(stream: string, item: Item): Promise<void> {
	const link = `${location.origin}/rooms/${roomOf(stream)}?at=${item.seq}`;
	await navigator.clipboard?.writeText(link);
	toast(t("chat.link_copied"));
}

/** A long press opens the menu where it would have selected words. */
async function copyText(text: string): Promise<void> {
	await navigator.clipboard?.writeText(text);
	toast(t("chat.text_copied"));
}

/** 'Sent' under the last thing I wrote, while this phone remembers sending it. */
function SentState({ message }: { message: Message }) {
	const isRemembered = client.outbox.entries.value.some(
		(entry) =>
			entry.reply?.message === message.id && entry.type === "message.post",
	);
	if (!isRemembered) return null;
	return (
		<State icon={Check}>
			{t("core.sent")}
			{isLongPressNew.value && ` · ${t("chat.hold_for_more")}`}
		</State>
	);
}

/** A message of mine that the server does not have yet. */
export function PendingRow({
	entry,
	isFirst,
}: {
	entry: OutboxEntry;
	isFirst: boolean;
}) {
	const user = client.store.user.value;
	const at = new Date(entry.created).toISOString();
	return (
		<Shell isOwn isFirst={isFirst} by={user} at={at}>
			<Words text={String(entry.fields.text)} />
			{entry.state === "waiting" && (
				<State icon={ClockIcon}>{t("core.waiting")}</State>
			)}
			{entry.state === "sent" && <State icon={Check}>{t("core.sent")}</State>}
			{entry.state === "failed" && <Failed entry={entry} />}
		</Shell>
	);
}

function Failed({ entry }: { entry: OutboxEntry }) {
	return (
		<div class="message-failed">
			<State icon={CircleAlert}>
				{t("core.failed")} · {entry.error}
			</State>
			<button
				type="button"
				class="link"
				onClick={() => void client.outbox.tryAgain(entry.client_id)}
			>
				{t("core.try_again")}
			</button>
			<button
				type="button"
				class="link"
				onClick={() => void client.outbox.remove(entry.client_id)}
			>
				{t("core.delete")}
			</button>
		</div>
	);
}

interface ShellProps {
	isOwn: boolean;
	isFirst: boolean;
	by: By | { id: string; name: string } | null;
	at: string;
	children: ComponentChildren;
}

function Shell({ isOwn, isFirst, by, at, children }: ShellProps) {
	const classes = ["message"];
	if (isOwn) classes.push("message-own");
	if (isFirst) classes.push("message-first");
	const name = called(by ? client.presence.nameOf(by) : t("chat.someone"));
	return (
		<div class={classes.join(" ")} {...longPress}>
			{isFirst && <Avatar id={by?.id ?? ""} name={name} isSelf={isOwn} />}
			<div class="message-body">
				{isFirst ? (
					<p class="message-head">
						<span class="message-who">
							<bdi class="message-name">{isOwn ? t("chat.you") : name}</bdi>
							{by && "bot" in by && by.bot && (
								<span class="pill message-bot">{t("trust.bot")}</span>
							)}
							{by && "role" in by && (
								<span class="meta">{roleName(by.role)}</span>
							)}
						</span>
						<span class="message-time">
							<Clock at={at} />
						</span>
					</p>
				) : (
					<span class="visually-hidden">{isOwn ? t("chat.you") : name}</span>
				)}
				{children}
			</div>
		</div>
	);
}

function State({
	icon,
	children,
}: {
	icon: typeof Check;
	children: ComponentChildren;
}) {
	return (
		<p class="message-state">
			<Icon of={icon} size={16} />
			<span>{children}</span>
		</p>
	);
}
