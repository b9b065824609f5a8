"""Rooms, what is written in them, and who looks in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from chat import access, events
from chat.access import Entrance
from chat.models import Card, Edit, Message, Room, Visit
from hub.actions import at_seal, blank, insert_with, renamed, transaction
from hub.errors import Conflict
from hub.events import Later, Pending
from teams.access import standing
from teams.actions import record
from teams.models import Act, Unit, User

ERASED_AT_ONCE = 200


def open_room(unit: Unit) -> None:
    """Every new unit gets its room; registered with `teams.actions`."""
    Room.objects.create(unit=unit)


def rename_room(unit: Unit) -> None:
    for room in Room.objects.filter(unit=unit):
        renamed(room.stream, unit.name)


def close_rooms(units: Sequence[Unit]) -> None:
    """With their units: nobody talks there any more, what was said stays."""
    _set_archived(units, timezone.now(), events.room_archived)


def reopen_rooms(units: Sequence[Unit]) -> None:
    _set_archived(units, None, events.room_opened)


def post_message(
    *,
    author: User,
    room: Room,
    text: str,
    language: str = "",
    reply_to: int | None = None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> tuple[Message, Pending]:
    """One more message. Its id and seq are there once the batch is sealed."""
    entrance = access.entrance_of(standing(author), room)
    visit(author, entrance)
    message = Message(
        room=room,
        author=author,
        author_role=entrance.role,
        text=text,
        language=language,
        reply_to_id=reply_to,
        at=at or timezone.now(),
    )
    event = events.message_posted(message, client_id)
    insert_with(event, message)
    return message, event


def edit_message(
    *,
    message: Message,
    text: str,
    version: int | None = None,
    client_id: UUID | None = None,
) -> Pending:
    """Changes the text, once per version: who comes second gets a `Conflict`."""
    expected = message.version if version is None else version
    message.text, message.edited_at = text, timezone.now()
    _advance(message, expected, text=text, edited_at=message.edited_at)
    event = events.message_edited(message, client_id)
    insert_with(event, Edit(message=message))
    return event


def delete_message(
    *,
    message: Message,
    by: User,
    version: int | None = None,
    client_id: UUID | None = None,
) -> Pending:
    """Takes the text out of the row and out of every event that ever carried it."""
    expected = message.version if version is None else version
    message.text, message.deleted_at = "", timezone.now()
    _advance(message, expected, text="", deleted_at=message.deleted_at)
    at_seal(lambda: _blank_in_log(message))
    if message.author_id != by.pk:
        unit, author = message.room.unit, message.author
        detail = {"message": message.pk}
        record(Act.MESSAGE_REMOVED, by=by, unit=unit, subject=author, detail=detail)
    role = access.entrance_of(standing(by), message.room).role
    return events.message_deleted(message, by, role, client_id)


def erase_messages(author: User) -> None:
    """Deletes all that somebody wrote, some hundred at a time."""
    mine = Message.objects.filter(author=author, deleted_at=None).order_by("pk")
    while messages := list(mine.select_related("room", "author")[:ERASED_AT_ONCE]):
        with transaction():
            for message in messages:
                message.text, message.deleted_at = "", timezone.now()
                _advance(
                    message, message.version, text="", deleted_at=message.deleted_at
                )
                at_seal(partial(_blank_in_log, message))
                events.message_deleted(message, author, message.author_role, None)


def add_card(
    *,
    room: Room,
    kind: str,
    data: Mapping[str, object] | Later,
    author: User | None = None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Pending:
    """Shows another app's item in the room, as an event and on its pages.

    That app registers with `chat.queries.register_cards` who knows the item by the
    room and the event's seq.
    """
    role = standing(author).role_for(room.unit) if author else None
    card = Card(
        room=room,
        kind=kind,
        author=author,
        author_role=role or "",
        at=at or timezone.now(),
    )
    event = events.card_added(card, data, client_id)
    insert_with(event, card)
    return event


def visit(user: User, entrance: Entrance) -> None:
    """Nobody is in a room unseen: who enters from above shows there, once a day."""
    if not entrance.visiting:
        return
    room, now = entrance.room, timezone.now()
    today = now.astimezone(UTC).date()
    if not Visit.objects.filter(room=room, user=user, day=today).exists():
        visit = Visit(room=room, user=user, role=entrance.role, day=today, at=now)
        insert_with(events.visitor_joined(visit), visit)


def visit_to_read(user: User, entrance: Entrance) -> None:
    """`visit` by itself, for the first look of the day."""
    if not entrance.visiting:
        return
    try:
        with transaction():
            visit(user, entrance)
    except IntegrityError:
        return  # Another socket of the same person came in at the same moment.


def _set_archived(
    units: Sequence[Unit], at: datetime | None, tell: Callable[[Room], Pending]
) -> None:
    rooms = Room.objects.filter(unit__in=units)
    rooms.update(archived_at=at)
    for room in rooms.order_by("pk"):
        tell(room)


def _advance(message: Message, expected: int, **fields: object) -> None:
    changed = Message.objects.filter(
        pk=message.pk, version=expected, deleted_at=None
    ).update(version=F("version") + 1, **fields)
    if not changed:
        raise Conflict
    message.version = expected + 1


def _blank_in_log(message: Message) -> None:
    edits = Edit.objects.filter(message=message).values_list("seq", flat=True)
    blank(message.room.stream, [message.seq, *edits])
