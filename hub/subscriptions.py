"""Subscribing while events keep coming: nothing missed, nothing out of order."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from hub.connection import Connection
from hub.counts import counts
from hub.errors import Invalid
from hub.frames import Position
from hub.replay import Readable, first_part, readable
from hub.streams import LocalStream
from hub.threads import in_database

if TYPE_CHECKING:
    from hub.live import Hub

SUBSCRIPTIONS_AT_MOST = 500


async def subscribe(
    hub: "Hub",
    connection: Connection,
    name: str,
    after: Position | None,
    known: Readable | None = None,
) -> dict[str, Any]:
    """Sends what was missed (or `reset`), makes the socket live; the `ok` fields.

    The stream is joined before the log is read, and the socket becomes live only when
    its cursor has reached what this process has delivered: no event falls between.
    `known` spares the look-up when the right was proven a moment ago and no right of
    this person has changed since. One that changes while we read is checked again.
    Raises `Refused`.
    """
    another = name not in connection.subscriptions
    if another and len(connection.subscriptions) >= SUBSCRIPTIONS_AT_MOST:
        raise Invalid(_("Too many streams at once on this connection."), field="stream")
    stream = hub.streams.open(name)
    stream.leave(connection)
    stream.held += 1
    try:
        first, cursor = await _catch_up(hub, stream, connection, after, known)
        if not connection.closed:
            connection.subscriptions.add(name)
            stream.admit(connection, cursor)
    except BaseException:
        # Whoever was live before is not any more, and is told so by the error.
        connection.subscriptions.discard(name)
        raise
    finally:
        stream.held -= 1
        hub.streams.release(name)
    if stream.target > cursor:
        hub.streams.heal(stream, stream.target)
    return {"stream": name, "epoch": first.epoch, "head": cursor}


async def _catch_up(
    hub: "Hub",
    stream: LocalStream,
    connection: Connection,
    after: Position | None,
    known: Readable | None,
) -> tuple[Readable, int]:
    """Sends page after page, each once the client took the last; returns the cursor."""
    history, revision = hub.history, connection.revision
    if known is None:
        known, revision = await _checked(connection, stream.name)
    first = await first_part(history, stream.name, after, known)
    if first.reset:
        counts.resets[first.reset] += 1
        connection.send(_reset(stream.name, known, first.reset))
    cursor = known.head if first.reset or after is None else after[1]
    events = first.events
    while not connection.closed:
        if connection.revision != revision:
            _known, revision = await _checked(connection, stream.name)
        for event in events:
            connection.offer(event.payload)
            cursor = event.seq
        if cursor >= max(known.head, stream.delivered or 0):
            break
        await connection.drained()
        target = max(known.head, stream.delivered or 0)
        events = await history.after(stream.name, cursor, target)
    return known, cursor


async def _checked(connection: Connection, name: str) -> tuple[Readable, int]:
    """The right, read while no right of this person changed, and that revision."""
    while True:
        revision = connection.revision
        found = await in_database(readable, connection.user, name)
        if connection.revision == revision:
            return found, revision


def _reset(name: str, known: Readable, reason: str) -> dict[str, object]:
    return {
        "type": "reset",
        "stream": name,
        "epoch": known.epoch,
        "head": known.head,
        "reason": reason,
    }
