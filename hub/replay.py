"""What a client that comes back has missed, or why it must start anew."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from hub import queries
from hub.actions import reading
from hub.errors import Refused
from hub.events import Stored
from hub.frames import Position
from hub.history import History
from hub.routing import routing

EVENTS_AT_MOST = 5000
BYTES_AT_MOST = 1024 * 1024


class Readable(NamedTuple):
    """A stream that one person may read: where it stands, and from when they may."""

    epoch: str
    head: int
    since: datetime | None


class Replay(NamedTuple):
    """The first part of what was missed; with `reset`, its reason and no events."""

    reset: str | None
    events: Sequence[Stored]


def readable(user: Any, stream: str) -> Readable:
    """Checks access, then reads the head. Raises `Refused` for what is not theirs."""
    provider, key = routing().providers.find(stream)
    with reading():
        since = provider.may_read(user, key).since
    return Readable(queries.epoch(), queries.heads([stream])[stream], since)


def may_read(user: Any, stream: str) -> bool:
    try:
        provider, key = routing().providers.find(stream)
        provider.may_read(user, key)
    except Refused:
        return False
    return True


async def first_part(
    history: History, stream: str, after: Position | None, readable: Readable
) -> Replay:
    """What came after the client's position, in memory or from the log."""
    if after is None:
        return Replay(None, [])
    epoch, seq = after
    if epoch != readable.epoch:
        return Replay("epoch", [])
    if seq > readable.head:
        return Replay("ahead", [])
    if seq == readable.head:
        return Replay(None, [])
    if await _too_old(history, stream, seq, readable):
        return Replay("too_old", [])
    return Replay(None, await history.after(stream, seq, readable.head))


async def _too_old(history: History, stream: str, seq: int, readable: Readable) -> bool:
    missed = readable.head - seq
    if missed > EVENTS_AT_MOST:
        return True
    found = await history.extent(stream, seq, readable.head)
    if found.events < missed or found.size > BYTES_AT_MOST:
        return True
    since, first = readable.since, found.first_at
    return since is not None and first is not None and first < since
