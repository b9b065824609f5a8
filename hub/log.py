"""The durable log: locks streams, numbers and stores events, and reads them again."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import connection
from django.db.models import Count, Min, Sum
from django.db.models.functions import Length

from hub.events import Pending, Stored, encode, event_payload, resolved
from hub.models import Event, Stream
from hub.rows import Set, insert

COLUMNS = ("stream", "seq", "kind", "at", "by", "data", "client_id")


def number(events: Sequence[Pending], now: datetime) -> None:
    """Locks every stream of `events` by one sorted statement and gives each its seq.

    Called at the end of a transaction, after everything slow: two processes take the
    locks in the same order, so they can't deadlock, and hold them shortly.
    """
    counts = Counter(event.stream for event in events)
    heads = _advance(sorted(counts.items()))
    upcoming = {name: heads[name] - count + 1 for name, count in counts.items()}
    for event in events:
        event.seq = upcoming[event.stream]
        event.at = event.at or now
        upcoming[event.stream] += 1


def _advance(counts: list[tuple[str, int]]) -> dict[str, int]:
    values = ", ".join(["(%s, %s)"] * len(counts))
    table = connection.ops.quote_name(Stream._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, head) VALUES {values} "
            f"ON CONFLICT (name) DO UPDATE SET head = {table}.head + excluded.head "
            "RETURNING name, head",
            [part for pair in counts for part in pair],
        )
        return dict(cursor.fetchall())


def store(events: Sequence[Pending], *beside: Set) -> tuple[list[Stored], int]:
    """Writes numbered events, and `beside` in the same statement.

    Returns them as the bus carries them, and the newest id. Ids say how far the
    database has come as a whole; 0 when there was no event.
    """
    rows: list[tuple[object, ...]] = []
    stored: list[Stored] = []
    for event in events:
        assert event.at is not None
        by, data = encode(event.by), encode(resolved(event.data))
        stream, seq, kind, at = event.stream, event.seq, event.kind, event.at
        payload = event_payload(stream, seq, kind, at, by, data, event.client_id)
        by_id = str(event.by["id"]) if event.by else ""
        rows.append(
            (stream, seq, kind, at, by.decode(), data.decode(), event.client_id)
        )
        stored.append(Stored(stream, seq, kind, by_id, payload))
    return stored, insert(Set(Event, COLUMNS, rows), *beside)


def blank(stream: str, seqs: Sequence[int]) -> None:
    Event.objects.filter(stream=stream, seq__in=seqs).update(data="{}")


def events_after(stream: str, seq: int, limit: int) -> list[Stored]:
    """Committed events of one stream with a higher seq, in order, at most `limit`."""
    rows = Event.objects.filter(stream=stream, seq__gt=seq).order_by("seq")[:limit]
    return [_stored(row) for row in rows]


def extent(stream: str, seq: int, head: int) -> tuple[int, int, datetime | None]:
    """Of what is kept after `seq` up to `head`: events, bytes, when the first was."""
    found = Event.objects.filter(stream=stream, seq__gt=seq, seq__lte=head).aggregate(
        count=Count("id"), size=Sum(Length("data")), first=Min("at")
    )
    return found["count"], found["size"] or 0, found["first"]


def _stored(row: Event) -> Stored:
    by, data = row.by.encode(), row.data.encode()
    payload = event_payload(
        row.stream, row.seq, row.kind, row.at, by, data, row.client_id
    )
    author = msgspec.json.decode(by, type=_Author | None)
    return Stored(row.stream, row.seq, row.kind, author.id if author else "", payload)


class _Author(msgspec.Struct):
    id: str
