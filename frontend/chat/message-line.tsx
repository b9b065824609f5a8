import { memo } from "preact/compat";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { Item, StreamSummary } from "../core/protocol";
import { cardOf, pendingOf } from "../core/registry";
import { called } from "../ui/called";
import { Text } from "../ui/text";
import { MessageRow, PendingRow } from "./message-row";
import type { Row } from "./rows";

type ContentRow = Exclude<Row, { type: "day" } | { type: "new" }>;

interface Props {
	row: ContentRow;
	room: StreamSummary;
	lastOwn?: Item;
}

/** One line of a room that says something: a message, a card, who came, what waits. */
export const MessageLine = memo(
	function MessageLine({ row, room, lastOwn }: Props) {
		return (
			<li class={`line line-${row.type}`} data-key={row.key}>
				{inside(row, room, lastOwn)}
			</li>
		);
	},
	(one, two) =>
		isSameRow(one.row, two.row) &&
		one.room.stream === two.room.stream &&
		isLast(one) === isLast(two),
);

function inside(row: ContentRow, room: StreamSummary, lastOwn?: Item) {
	switch (row.type) {
		case "message":
			return (
				<MessageRow
					item={row.item}
					stream={room.stream}
					isFirst={row.isFirst}
					isLastOwn={row.item === lastOwn}
					mayModerate={room.may.includes("moderate")}
				/>
			);
		case "pending": {
			const View = pendingOf(row.entry.type);
			if (View) return <View entry={row.entry} />;
			return <PendingRow entry={row.entry} isFirst={row.isFirst} />;
		}
		case "system":
			return <SystemLine item={row.item} />;
		case "card": {
			const View = cardOf(row.item.kind);
			if (!View) return null;
			const isOwn = row.item.by?.id === client.store.user.value?.id;
			return <View item={row.item} stream={room.stream} isOwn={isOwn} />;
		}
	}
}

function SystemLine({ item }: { item: Item }) {
	const user = item.data.user as { name?: string } | undefined;
	const key =
		item.kind === "member.joined" ? "chat.member_joined" : "chat.member_left";
	return (
		<p class="system">
			<Text
				k={key}
				parts={{ name: <bdi>{called(user?.name ?? t("chat.someone"))}</bdi> }}
			/>
		</p>
	);
}

function isSameRow(one: ContentRow, two: ContentRow): boolean {
	if (one.type === "pending")
		return (
			two.type === "pending" &&
			one.entry === two.entry &&
			one.isFirst === two.isFirst
		);
	if (two.type === "pending" || one.type !== two.type) return false;
	if (one.type === "message" && two.type === "message")
		return one.item === two.item && one.isFirst === two.isFirst;
	return one.item === two.item;
}

function isLast(props: Props): boolean {
	return props.row.type === "message" && props.row.item === props.lastOwn;
}
