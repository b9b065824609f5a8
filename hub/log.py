"""The durable log: locks streams, numbers and stores events, and reads them again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from django.db import connection

from hub.events import Pending, Stored, encode, event_payload, resolved
from hub.models import Event, Stream


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


def store(events: Iterable[Pending]) -> list[Stored]:
    """Writes numbered events and returns them as the bus carries them."""
    rows: list[Event] = []
    stored: list[Stored] = []
    for event in events:
        assert event.at is not None
        by, data = encode(event.by), encode(resolved(event.data))
        rows.append(
            Event(
                stream=event.stream,
                seq=event.seq,
                kind=event.kind,
                at=event.at,
                by=by.decode(),
                data=data.decode(),
                client_id=event.client_id,
            )
        )
        payload = event_payload(
            event.stream, event.seq, event.kind, event.at, by, data, event.client_id
        )
        by_id = str(event.by["id"]) if event.by else ""
        stored.append(Stored(event.stream, event.seq, event.kind, by_id, payload))
    Event.objects.bulk_create(rows)
    return stored


def blank(stream: str, seqs: Sequence[int]) -> None:
    Event.objects.filter(stream=stream, seq__in=seqs).update(data="{}")


def events_after(stream: str, seq: int, limit: int) -> list[Stored]:
    """Committed events of one stream with a higher seq, in order, at most `limit`."""
    rows = Event.objects.filter(stream=stream, seq__gt=seq).order_by("seq")[:limit]
    return [_stored(row) for row in rows]


def _stored(row: Event) -> Stored:
    by, data = row.by.encode(), row.data.encode()
    payload = event_payload(
        row.stream, row.seq, row.kind, row.at, by, data, row.client_id
    )
    author = msgspec.json.decode(by, type=_Author | None)
    return Stored(row.stream, row.seq, row.kind, author.id if author else "", payload)


class _Author(msgspec.Struct):
    id: str
