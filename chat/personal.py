"""What rooms hold of people: what they wrote and flagged, what they want to hear."""

from collections.abc import Iterator

from chat.actions import erase_flag_words, erase_levels, erase_messages
from chat.models import Flag, Message, RoomLevel
from hub.clock import wire_time
from teams.actions import PersonalPart, Row
from teams.models import User


def _messages(user: User) -> Iterator[Row]:
    rows = Message.objects.filter(author=user, deleted_at=None)
    for one in rows.select_related("room__unit").order_by("pk").iterator(500):
        yield {
            "room": one.room.unit.name,
            "at": wire_time(one.at),
            "text": one.text,
        }


def _flags(user: User) -> Iterator[Row]:
    for one in Flag.objects.filter(by=user).order_by("pk").iterator(500):
        yield {"at": wire_time(one.at), "reason": one.reason, "words": one.words}


def _levels(user: User) -> Iterator[Row]:
    rows = RoomLevel.objects.filter(user=user).select_related("room__unit")
    for one in rows.order_by("pk").iterator(500):
        yield {"room": one.room.unit.name, "level": one.level}


PARTS = [
    PersonalPart("messages", _messages, erase_messages),
    PersonalPart("flags", _flags, erase_flag_words),
    PersonalPart("room_levels", _levels, erase_levels),
]
