import { Lock } from "lucide";
import { useEffect, useRef } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { StreamSummary } from "../core/protocol";
import { roomHeaders, type ViewProps } from "../core/registry";
import { Empty } from "../ui/empty";
import { announce } from "../ui/live-region";
import { Screen } from "../ui/screen";
import { Composer } from "./composer";
import { resumeEdit } from "./edit-draft";
import { messageOf } from "./message-data";
import { MessageList } from "./message-list";
import { MutedFoot } from "./muted-foot";
import { mutedUntil } from "./mutes";
import { useRoom } from "./other-rooms";
import { RoomEnd } from "./room-end";
import { streamOf } from "./room-state";
import { rememberRoom } from "./rooms-view";
import { TypingLine } from "./typing-line";
import { unreadRooms } from "./unread";

/** The live room of a team, an office or the centre. */
export default function RoomView({ params }: ViewProps) {
	const stream = streamOf(params.room ?? "");
	const room = useRoom(stream);
	const isOwn = client.store.summary(stream) !== undefined;
	// Without network nobody can say; the phone may have kept it.
	const isAway = room === undefined && client.connection.value === "waiting";
	const mayFollow = Boolean(room) || isAway;
	// Again when it comes back: what may not be read is left for good.
	useEffect(
		() => (mayFollow ? client.follow(stream) : undefined),
		[stream, mayFollow, isOwn],
	);
	useEffect(() => announceNews(stream), [stream]);
	useEffect(() => rememberRoom(stream), [stream]);
	useEffect(() => resumeEdit(stream), [stream]);
	if (room === null) return <NoRoom />;
	return <Room room={room ?? placeholder(stream)} />;
}

function Room({ room }: { room: StreamSummary }) {
	const toEnd = useRef<() => void>(() => {});
	const hasSeveral = client.store.own("room:").length > 1;
	const mayPost = room.may.includes("post");
	const until = mutedUntil(room.stream);
	const screen = (
		<Screen
			title={<bdi>{room.title}</bdi>}
			back={hasSeveral ? "/rooms?list" : undefined}
			backCount={unreadRooms(room.stream)}
			end={<RoomEnd room={room} />}
			head={roomHeaders.map((Header, index) => (
				<Header key={index} room={room} />
			))}
			isFlush
			foot={
				<div class="room-foot">
					<TypingLine stream={room.stream} />
					{until && <MutedFoot room={room} until={until} />}
					{mayPost && !until && (
						<Composer
							key={room.stream}
							room={room}
							onSent={() => toEnd.current()}
						/>
					)}
				</div>
			}
		>
			<MessageList key={room.stream} room={room} toEnd={toEnd} />
		</Screen>
	);
	return (
		<>
			{mayPost && !until && <SkipToField />}
			{screen}
		</>
	);
}

/** Each message is a stop of the Tab key: past all of them at once. */
function SkipToField() {
	return (
		<button
			type="button"
			class="button button-plain skip"
			onClick={() =>
				document.querySelector<HTMLElement>(".composer-text")?.focus()
			}
		>
			{t("chat.skip")}
		</button>
	);
}

function NoRoom() {
	return (
		<Screen title={t("chat.rooms")} back="/rooms?list">
			<Empty
				icon={Lock}
				title={t("chat.no_room")}
				detail={t("chat.no_room_detail")}
			/>
		</Screen>
	);
}

/** Before `welcome`: nothing is known but the address. */
function placeholder(stream: string): StreamSummary {
	return { stream, title: "…", epoch: "", head: 0, may: [] };
}

function announceNews(stream: string): () => void {
	return client.onEvent((event) => {
		const isOwn = event.by?.id === client.store.user.peek()?.id;
		const text = messageOf(event)?.text;
		if (event.stream !== stream || isOwn || event.kind !== "message.posted")
			return;
		if (text && event.by)
			announce(t("chat.announce", { name: event.by.name, text }));
	});
}
