"""How many items came after people's read marks: one query for many people at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection, models

from hub.events import encode

Unread = tuple[int, int]
NOTHING: Unread = (0, 0)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
MARKS_AT_ONCE = 2000
# Of one stream: nobody tells more apart, and who was away for weeks is counted in no
# more time than who was away for an hour.
COUNTED_AT_MOST = 1000


class Mark(NamedTuple):
    """How far one person has read one of their own streams, and from when they may."""

    user_id: int
    stream: str
    seq: int
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """Rows of `model` that are items of streams.

    `place` is the column that the stream's key names, `by` that of who made the item:
    one's own are not unread. `at` is compared with the mark's `since`. `where` is more
    SQL about `item` and `mark`, for instance that an item is not deleted.
    """

    model: type[models.Model]
    place: str
    by: str = ""
    at: str = "at"
    where: str = ""

    def sql(self, kind: int) -> str:
        """Counts for the marks of that kind: `(kind, person, place, count)`."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        conditions = [
            f"item.{self.place} = mark.place",
            "item.seq > mark.seq",
        ]
        if self.at:
            conditions.append(f"item.{self.at} >= mark.since")
        if self.by:
            conditions.append(
                f"(item.{self.by} IS NULL OR item.{self.by} <> mark.person)"
            )
        if self.where:
            conditions.append(self.where)
        items = (
            f"SELECT 1 FROM {table} item WHERE {' AND '.join(conditions)} "
            f"LIMIT {COUNTED_AT_MOST}"
        )
        return (
            f"SELECT mark.kind, mark.person, mark.place, "
            f"(SELECT COUNT(*) FROM ({items}) unread) "
            f"FROM mark WHERE mark.kind = {kind}"
        )


def count_unread_of(
    marks: Iterable[Mark], items: Mapping[str, Sequence[Items]]
) -> dict[tuple[int, str], Unread]:
    """Unread items by user id and stream, at most 1,000; who has none is left out.

    `items` is by prefix; keys of streams that have items are ids. One statement for
    any number of marks of any kinds, up to some thousand.
    """
    kinds = [prefix for prefix, of_prefix in items.items() if of_prefix]
    counts = " UNION ALL ".join(
        one.sql(number) for number, prefix in enumerate(kinds) for one in items[prefix]
    )
    listed = [mark for mark in marks if mark.stream.partition(":")[0] in kinds]
    found: Counter[tuple[int, str]] = Counter()
    for start in range(0, len(listed), MARKS_AT_ONCE):
        part = listed[start : start + MARKS_AT_ONCE]
        for kind, user_id, place, count in _counted(part, kinds, counts):
            found[user_id, f"{kinds[kind]}:{place}"] += count
    return {
        key: (min(count, COUNTED_AT_MOST), 0) for key, count in found.items() if count
    }


def _counted(
    marks: Sequence[Mark], kinds: Sequence[str], counts: str
) -> list[tuple[int, int, int, int]]:
    """One parameter holds all marks, so that any number of them is one statement."""
    adapt = connection.ops.adapt_datetimefield_value
    given = []
    for mark in marks:
        prefix, _, key = mark.stream.partition(":")
        since = str(adapt(mark.since or EVER))
        given.append([mark.user_id, int(key), mark.seq, since, kinds.index(prefix)])
    unpacked = _UNPACKED[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH mark (person, place, seq, since, kind) AS ({unpacked}) {counts}",
            [encode(given).decode()],
        )
        rows: list[tuple[int, int, int, int]] = cursor.fetchall()
    return rows


_UNPACKED = {
    "sqlite": (
        "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), "
        "json_extract(value, '$[2]'), json_extract(value, '$[3]'), "
        "json_extract(value, '$[4]') FROM json_each(%s)"
    ),
    "postgresql": (
        "SELECT (value ->> 0)::bigint, (value ->> 1)::bigint, (value ->> 2)::bigint, "
        "(value ->> 3)::timestamptz, (value ->> 4)::integer "
        "FROM json_array_elements(%s::json)"
    ),
}
