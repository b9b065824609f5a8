import { useSignal } from "@preact/signals";
import { MessagesSquare } from "lucide";
import {
	useCallback,
	useEffect,
	useLayoutEffect,
	useMemo,
	useRef,
} from "preact/hooks";
import { client } from "../core/client";
import { formatDay, t } from "../core/i18n";
import type { Item, StreamSummary } from "../core/protocol";
import { Empty } from "../ui/empty";
import { query } from "../ui/router";
import { Skeleton } from "../ui/skeleton";
import { MessageLine } from "./message-line";
import { useReading } from "./reading";
import { hidden } from "./room-state";
import { pendingOfStream, type Row, rowsOf } from "./rows";
import { Scroller } from "./scroll";

interface Props {
	room: StreamSummary;
	/** Set by the list, called by the composer: show the end. */
	toEnd: { current: () => void };
}

/** The messages of a room, at most some 300 rows, paged at both ends. */
export function MessageList({ room, toEnd }: Props) {
	const stream = room.stream;
	const content = client.store.content(stream).value;
	const box = useRef<HTMLDivElement>(null);
	const list = useRef<HTMLOListElement>(null);
	const scroller = useRef<Scroller | null>(null);
	const isAtEnd = useSignal(true);
	const readUpTo = useReading(stream, isAtEnd);
	const pending = pendingOfStream(client.outbox.entries.value, content);
	const rows = useMemo(
		() =>
			rowsOf({
				items: content.items,
				pending: content.hasAfter ? [] : pending,
				self: client.store.user.value?.id ?? "",
				readUpTo,
				hidden: hidden.value,
			}),
		[content, client.outbox.entries.value, readUpTo, hidden.value],
	);

	useLayoutEffect(() => {
		if (!box.current || !list.current) return;
		scroller.current = new Scroller(box.current, list.current);
		return () => scroller.current?.stop();
	}, []);
	useLayoutEffect(() => scroller.current?.settle());
	useFirstPlace(stream, content.loaded, scroller);
	const { top, bottom } = usePaging(stream, content.loaded, box);

	const showEnd = useCallback(async () => {
		if (client.store.content(stream).peek().hasAfter)
			await client.latest(stream);
		scroller.current?.toEnd();
		isAtEnd.value = true;
	}, [stream]);
	toEnd.current = () => void showEnd();

	return (
		<div class="log-frame">
			<div
				class="log"
				ref={box}
				// Without a message nothing in it takes the focus that scrolls it.
				tabIndex={rows.length === 0 ? 0 : undefined}
				onScroll={() => {
					scroller.current?.note();
					isAtEnd.value = scroller.current?.isAtEnd ?? true;
				}}
			>
				<div ref={top} class="log-edge" />
				{content.hasBefore && <Skeleton rows={2} />}
				<ol
					ref={list}
					class="messages"
					aria-label={t("chat.messages", { room: room.title })}
					aria-busy={content.loaded ? undefined : "true"}
				>
					{rows.map((row) => (
						<Line
							key={row.key}
							row={row}
							room={room}
							lastOwn={lastOwnOf(content.items)}
						/>
					))}
				</ol>
				{!content.loaded && <Skeleton rows={5} />}
				{content.loaded && rows.length === 0 && (
					<Empty
						icon={MessagesSquare}
						title={t("chat.empty")}
						detail={t("chat.empty_detail")}
					/>
				)}
				<div ref={bottom} class="log-edge" />
			</div>
			{(!isAtEnd.value || content.hasAfter) && (
				<ToLatest
					count={newCount(content.items, room.read)}
					onClick={() => void showEnd()}
				/>
			)}
		</div>
	);
}

function Line({
	row,
	room,
	lastOwn,
}: {
	row: Row;
	room: StreamSummary;
	lastOwn?: Item;
}) {
	if (row.type === "day")
		return (
			<li class="divider" data-key={row.key}>
				<span>{dayName(row.at)}</span>
			</li>
		);
	if (row.type === "new")
		return (
			<li class="divider divider-new" data-key={row.key}>
				<span>{t("chat.new_since")}</span>
			</li>
		);
	return <MessageLine row={row} room={room} lastOwn={lastOwn} />;
}

function ToLatest({ count, onClick }: { count: number; onClick: () => void }) {
	return (
		<button type="button" class="to-latest" onClick={onClick}>
			{count > 0 ? t("chat.to_latest_new", { count }) : t("chat.to_latest")}
		</button>
	);
}

function dayName(at: string): string {
	const midnight = new Date().setHours(0, 0, 0, 0);
	const time = Date.parse(at);
	if (time >= midnight) return t("chat.today");
	if (time >= midnight - 86_400_000) return t("chat.yesterday");
	return formatDay(at);
}

function newCount(items: Item[], readUpTo?: number): number {
	const self = client.store.user.value?.id;
	if (readUpTo === undefined) return 0;
	return items.filter((item) => item.seq > readUpTo && item.by?.id !== self)
		.length;
}

function lastOwnOf(items: Item[]): Item | undefined {
	const self = client.store.user.value?.id;
	const last = items[items.length - 1];
	return last?.by?.id === self ? last : undefined;
}

/** Where a room opens: at a linked message, at 'New since you left', else at the end. */
function useFirstPlace(
	stream: string,
	isLoaded: boolean,
	scroller: { current: Scroller | null },
): void {
	const isPlaced = useRef(false);
	useLayoutEffect(() => {
		if (!isLoaded || isPlaced.current) return;
		isPlaced.current = true;
		const at = Number(query.peek().get("at"));
		if (at) void showPlace(stream, at, scroller);
		else if (!scroller.current?.toRow("new")) scroller.current?.toEnd();
	}, [isLoaded]);
}

async function showPlace(
	stream: string,
	seq: number,
	scroller: { current: Scroller | null },
): Promise<void> {
	const key = `item-${seq}`;
	if (scroller.current?.toRow(key)) return;
	await client.around(stream, seq).catch(() => {});
	requestAnimationFrame(() => scroller.current?.toRow(key));
}

function usePaging(
	stream: string,
	isLoaded: boolean,
	box: { current: HTMLElement | null },
) {
	const top = useRef<HTMLDivElement>(null);
	const bottom = useRef<HTMLDivElement>(null);
	useEffect(() => {
		if (!isLoaded || !box.current) return;
		let isBusy = false;
		const more = async (edge: Element) => {
			const content = client.store.content(stream).peek();
			const isTop = edge === top.current;
			if (isBusy || !(isTop ? content.hasBefore : content.hasAfter)) return;
			isBusy = true;
			const load = isTop ? client.before(stream) : client.after(stream);
			await load.catch(() => {});
			isBusy = false;
			// An edge that stayed in sight meanwhile would not be reported again.
			watcher.unobserve(edge);
			watcher.observe(edge);
		};
		const watcher = new IntersectionObserver(
			(seen) => {
				for (const one of seen) if (one.isIntersecting) void more(one.target);
			},
			{ root: box.current, rootMargin: "600px 0px" },
		);
		for (const edge of [top.current, bottom.current])
			if (edge) watcher.observe(edge);
		return () => watcher.disconnect();
	}, [stream, isLoaded]);
	return { top, bottom };
}
