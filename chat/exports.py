"""What rooms put into the export."""

from collections.abc import Iterator

from chat.models import Flag, Message
from hub.clock import wire_time
from teams.actions import Table

SET = 2000


def _messages() -> Iterator[tuple[object, ...]]:
    rows = Message.objects.filter(deleted_at=None)
    for one in rows.select_related("room__unit").order_by("pk").iterator(SET):
        unit = one.room.unit
        yield unit.pk, unit.name, one.author_id, wire_time(one.at), one.text


def _flags() -> Iterator[tuple[object, ...]]:
    for one in Flag.objects.order_by("pk").iterator(SET):
        yield one.by_id, wire_time(one.at), one.reason, one.words


TABLES = [
    Table("messages", ("place_id", "room", "person", "at", "text"), _messages),
    Table("flags", ("person", "at", "reason", "words"), _flags),
]
