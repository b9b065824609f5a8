"""The commands about streams themselves: greet, subscribe, page, read, type."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub import live, queries, wire
from hub.actions import advance_read_mark, append
from hub.commands import Command, LiveCommand
from hub.connection import Connection
from hub.frames import Hello, StreamPage, StreamRead, Subscribe, Typing, Unsubscribe
from hub.limits import SUBSCRIPTIONS, TYPING, within
from hub.routing import routing
from hub.subscriptions import subscribe
from hub.threads import in_database
from hub.welcome import greet


async def hello(connection: Connection, frame: Hello) -> Mapping[str, object]:
    hub = await live.running()
    hub.arriving.add(connection)
    try:
        return await greet(hub, connection, frame)
    finally:
        hub.arriving.discard(connection)


async def subscribe_stream(
    connection: Connection, frame: Subscribe
) -> Mapping[str, object]:
    hub = await live.running()
    return await subscribe(hub, connection, frame.stream, frame.after)


async def unsubscribe_stream(
    connection: Connection, frame: Unsubscribe
) -> Mapping[str, object]:
    hub = await live.running()
    if frame.stream in connection.subscriptions:
        connection.subscriptions.discard(frame.stream)
        hub.leave(connection, frame.stream)
        await hub.control.count_unread(connection, frame.stream)
    return {}


def page_stream(user: Any, frame: StreamPage) -> Mapping[str, object]:
    """The position is read before the rows: what comes later is never skipped."""
    provider, key = routing().providers.find(frame.stream)
    provider.may_read(user, key)
    epoch, head = queries.epoch(), queries.heads([frame.stream])[frame.stream]
    page = provider.page(
        user,
        key,
        before=frame.before,
        after=frame.after,
        around=frame.around,
        limit=frame.limit,
    )
    return {
        "items": page.items,
        "has_before": page.has_before,
        "has_after": page.has_after,
        "epoch": epoch,
        "head": head,
    }


def read_stream(user: Any, frame: StreamRead) -> Mapping[str, object]:
    """Moves the read mark, and tells the person's other devices."""
    provider, key = routing().providers.find(frame.stream)
    provider.may_read(user, key)
    seq = min(frame.seq, queries.heads([frame.stream])[frame.stream])
    before = queries.read_marks(user.pk, [frame.stream]).get(frame.stream, 0)
    if seq > before:
        seq = advance_read_mark(user.pk, frame.stream, seq)
        append(f"user:{user.pk}", "read.moved", {"stream": frame.stream, "seq": seq})
    return {"stream": frame.stream, "seq": max(seq, before)}


async def type_in(connection: Connection, frame: Typing) -> None:
    """Has no reply: what is too much, or not theirs, is just not passed on."""
    user = connection.user
    if not within(TYPING, user.pk):
        return
    streams: Sequence[str] = [frame.stream]
    name = user.name
    if frame.stream not in connection.subscriptions:
        # Others than the members of a room get first names only.
        name = routing().first_name(user)
        streams = await _typing_streams(connection, frame.stream)
    elif connection.types_in.get(frame.stream) != connection.revision:
        # Who may read may be silenced: asked once, and again when a right has changed.
        revision = connection.revision
        await _typing_streams(connection, frame.stream)
        connection.types_in[frame.stream] = revision
    hub = await live.running()
    for stream in streams:
        hub.bus.publish_ephemeral(stream, "typing", (frame.stream, str(user.pk), name))


async def _typing_streams(connection: Connection, stream: str) -> Sequence[str]:
    provider, key = routing().providers.find(stream)
    return await in_database(provider.typing_streams, connection.user, key)


COMMANDS: list[Command | LiveCommand] = [
    LiveCommand(Hello, hello),
    LiveCommand(
        Subscribe, subscribe_stream, reply=wire.Subscribed, limit=SUBSCRIPTIONS
    ),
    LiveCommand(Unsubscribe, unsubscribe_stream, limit=SUBSCRIPTIONS),
    LiveCommand(Typing, type_in, writes=True),
    Command(StreamPage, page_stream, reply=wire.PageOfItems),
    Command(StreamRead, read_stream, writes_without_receipt=True, reply=wire.ReadMoved),
]
