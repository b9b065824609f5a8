"""Pages of a room: messages, cards and visits in one order of seq."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter

from django.db.models import Q

from chat.models import Card, Message, Room, Visit
from chat.queries import card_items, message_item, visit_item
from hub.providers import Page

Row = Message | Card | Visit
PERSON_OF: dict[type[Row], str] = {Message: "author", Card: "author", Visit: "user"}


@dataclass(frozen=True, slots=True)
class Timeline:
    """What one person may see of a room: everything since a moment."""

    room: Room
    since: datetime

    def before(self, seq: int | None, limit: int) -> Page:
        """Up to `limit` items with a lower seq; without one, the newest of all."""
        older = self._older(seq, limit + 1)
        newer = [] if seq is None else self._newer(seq, 1)
        return self._page(older[:limit], [], len(older) > limit, bool(newer))

    def after(self, seq: int, limit: int) -> Page:
        """Up to `limit` items with a higher seq, the nearest ones."""
        newer = self._newer(seq + 1, limit + 1)
        older = self._older(seq + 1, 1)
        return self._page([], newer[:limit], bool(older), len(newer) > limit)

    def around(self, seq: int, limit: int) -> Page:
        """`limit` items with `seq` in their middle, or nearer to an end of the room."""
        older, newer = self._older(seq, limit + 1), self._newer(seq, limit + 1)
        after = min(len(newer), max(limit - limit // 2, limit - len(older)))
        before = min(len(older), limit - after)
        return self._page(
            older[:before], newer[:after], len(older) > before, len(newer) > after
        )

    def _older(self, seq: int | None, count: int) -> list[Row]:
        below = Q() if seq is None else Q(seq__lt=seq)
        return self._rows(below, "-seq", count)

    def _newer(self, seq: int, count: int) -> list[Row]:
        return self._rows(Q(seq__gte=seq), "seq", count)

    def _rows(self, where: Q, order: str, count: int) -> list[Row]:
        rows: list[Row] = []
        where &= Q(room=self.room, at__gte=self.since)
        for model, person in PERSON_OF.items():
            found = model._default_manager.filter(where)
            rows += found.select_related(person).order_by(order)[:count]
        rows.sort(key=attrgetter("seq"), reverse=order.startswith("-"))
        return list(islice(rows, count))

    def _page(
        self, older: Sequence[Row], newer: Sequence[Row], before: bool, after: bool
    ) -> Page:
        rows = [*reversed(older), *newer]
        return Page(list(self._items(rows)), has_before=before, has_after=after)

    def _items(self, rows: Sequence[Row]) -> Iterator[dict[str, object]]:
        cards = card_items(self.room, [row for row in rows if isinstance(row, Card)])
        shown = {item["seq"]: item for item in cards}
        for row in rows:
            if isinstance(row, Message):
                yield message_item(row)
            elif isinstance(row, Visit):
                row.room = self.room
                yield visit_item(row)
            elif row.seq in shown:
                yield shown[row.seq]
