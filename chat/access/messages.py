"""The only way from an outside id to a message."""

from collections.abc import Sequence
from contextlib import suppress

from django.utils.translation import gettext_lazy as _

from chat.access.rooms import entrance_of, number_or_none, open_room, refuse_muted
from chat.models import Message, Room
from hub.errors import Conflict, Invalid, Refused
from teams.access import key, standing
from teams.models import User
from teams.roles import Power


def message_to_edit(user: User, message_id: str) -> Message:
    """One's own message; a deleted one is a `Conflict`."""
    message = _message(user, message_id)
    if message.author_id != user.pk:
        raise Refused
    refuse_muted(user, message.room.unit)
    return _not_deleted(message)


def message_to_delete(user: User, message_id: str) -> Message:
    """One's own message, or any for who moderates the room."""
    message = _message(user, message_id)
    own = message.author_id == user.pk
    if not own and not standing(user).may(Power.MODERATE, message.room.unit):
        raise Refused
    return _not_deleted(message)


def message_to_answer(user: User, room: Room, message_id: str | None) -> int | None:
    """What `reply_to` names, if it is in this room and open to this person."""
    if message_id is None:
        return None
    since = entrance_of(standing(user), room).since
    found = Message.objects.filter(
        room=room, at__gte=since, pk=number_or_none(message_id)
    )
    if not found.exists():
        raise Invalid(_("The message you answer is not here."), field="reply_to")
    return int(message_id)


def message_to_flag(user: User, message_id: str) -> Message:
    """A message of somebody else, that this person may read."""
    message = _message(user, message_id)
    since = entrance_of(standing(user), message.room).since
    if message.at < since:
        raise Refused
    if message.author_id == user.pk:
        raise Invalid(_("This is yourself. You can delete what you wrote."))
    return _not_deleted(message)


def messages_in_rooms(user: User, ids: Sequence[int]) -> dict[int, dict[str, object]]:
    """Room and seq of those that stand where this person may read, by their ids."""
    seats = standing(user)
    found = {}
    for message in Message.objects.select_related("room__unit").filter(pk__in=ids):
        with suppress(Refused):
            entrance = entrance_of(seats, message.room)
            if message.room.archived_at is None and message.at >= entrance.since:
                place = {"room": str(message.room_id), "seq": message.seq}
                found[message.pk] = place
    return found


def _message(user: User, message_id: str) -> Message:
    messages = Message.objects.select_related("room__unit", "author")
    message = messages.filter(pk=key(message_id)).first()
    if message is None:
        raise Refused
    open_room(user, str(message.room_id))
    return message


def _not_deleted(message: Message) -> Message:
    if message.deleted_at is not None:
        raise Conflict(_("This message was deleted."))
    return message
