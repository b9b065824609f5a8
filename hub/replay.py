"""What a client that comes back has missed, or why it must start anew."""

from typing import Any, NamedTuple

from django.db.models import Count, Min, Sum
from django.db.models.functions import Length

from hub import log, queries
from hub.errors import Refused
from hub.events import Stored
from hub.frames import Position
from hub.models import Event
from hub.routing import routing

EVENTS_AT_MOST = 5000
BYTES_AT_MOST = 1024 * 1024
AT_ONCE = 500


class Replay(NamedTuple):
    """The first part of what was missed; with `reset`, its reason and no events."""

    epoch: str
    head: int
    reset: str | None
    events: list[Stored]


def first_part(user: Any, stream: str, after: Position | None) -> Replay:
    """Checks access, then reads. Raises `Refused` for what may not be read."""
    provider, key = routing().providers.find(stream)
    reading = provider.may_read(user, key)
    epoch = queries.epoch()
    head = queries.heads([stream])[stream]
    if after is None:
        return Replay(epoch, head, None, [])
    reset = _reason(stream, after, epoch, head, reading.since)
    if reset or after[1] == head:
        return Replay(epoch, head, reset, [])
    return Replay(epoch, head, None, log.events_after(stream, after[1], AT_ONCE))


def may_read(user: Any, stream: str) -> bool:
    try:
        provider, key = routing().providers.find(stream)
        provider.may_read(user, key)
    except Refused:
        return False
    return True


def _reason(
    stream: str, after: Position, epoch: str, head: int, since: Any
) -> str | None:
    held_epoch, seq = after
    if held_epoch != epoch:
        return "epoch"
    if seq > head:
        return "ahead"
    missed = head - seq
    if missed == 0:
        return None
    if missed > EVENTS_AT_MOST:
        return "too_old"
    found = Event.objects.filter(stream=stream, seq__gt=seq, seq__lte=head).aggregate(
        kept=Count("id"), size=Sum(Length("data")), first=Min("at")
    )
    if found["kept"] < missed or found["size"] > BYTES_AT_MOST:
        return "too_old"
    return "too_old" if since is not None and found["first"] < since else None
