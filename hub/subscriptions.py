"""Subscribing while events keep coming: nothing missed, nothing out of order."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from hub import log
from hub.connection import Connection
from hub.errors import Invalid
from hub.frames import Position
from hub.replay import AT_ONCE, Replay, first_part
from hub.streams import LocalStream
from hub.threads import in_database

if TYPE_CHECKING:
    from hub.live import Hub

SUBSCRIPTIONS_AT_MOST = 500


async def subscribe(
    hub: "Hub", connection: Connection, name: str, after: Position | None
) -> dict[str, Any]:
    """Sends what was missed (or `reset`), makes the socket live; the `ok` fields.

    The stream is joined before the log is read, and the socket becomes live only when
    its cursor has reached what this process has delivered: no event falls between.
    A right that changes while we read is checked again. Raises `Refused`.
    """
    if len(connection.subscriptions) >= SUBSCRIPTIONS_AT_MOST:
        raise Invalid(_("Too many streams at once on this connection."), field="stream")
    stream = hub.streams.open(name)
    stream.leave(connection)
    stream.held += 1
    try:
        first, cursor = await _catch_up(stream, connection, name, after)
        if not connection.closed:
            connection.subscriptions.add(name)
            stream.admit(connection, cursor)
    finally:
        stream.held -= 1
        hub.streams.release(name)
    if stream.target > cursor:
        hub.streams.heal(stream, stream.target)
    return {"stream": name, "epoch": first.epoch, "head": cursor}


async def _catch_up(
    stream: LocalStream, connection: Connection, name: str, after: Position | None
) -> tuple[Replay, int]:
    """Sends page after page, each once the client took the last; returns the cursor."""
    first, revision = await _checked(connection, name, after)
    if first.reset:
        connection.send(_reset(name, first))
    cursor = first.head if first.reset or after is None else after[1]
    events = first.events
    while not connection.closed:
        for event in events:
            connection.offer(event.payload)
            cursor = event.seq
        if connection.revision != revision:
            _first, revision = await _checked(connection, name, None)
        elif cursor >= max(first.head, stream.delivered or 0):
            break
        await connection.drained()
        events = await in_database(log.events_after, name, cursor, AT_ONCE)
    return first, cursor


async def _checked(
    connection: Connection, name: str, after: Position | None
) -> tuple[Replay, int]:
    """A first part read while no right of this person changed."""
    while True:
        revision = connection.revision
        first = await in_database(first_part, connection.user, name, after)
        if connection.revision == revision:
            return first, revision


def _reset(name: str, first: Replay) -> dict[str, object]:
    return {
        "type": "reset",
        "stream": name,
        "epoch": first.epoch,
        "head": first.head,
        "reason": first.reset,
    }
