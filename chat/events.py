"""What rooms tell: facts in the past tense, appended to the room's stream."""

from collections.abc import Mapping
from typing import TypedDict
from uuid import UUID

from chat.models import Card, Message, Room
from chat.queries import MessageShape, by_shape, message_shape
from hub.actions import append
from hub.events import Later, Pending
from hub.wire import UnitShape, UserShape
from teams.models import User
from teams.queries import unit_shape, user_shape


class OneMessage(TypedDict):
    message: MessageShape


class MemberJoined(TypedDict):
    user: UserShape
    role: str
    unit: UnitShape


EVENTS: dict[str, type] = {
    "message.posted": OneMessage,
    "message.edited": OneMessage,
    "message.deleted": OneMessage,
    "member.joined": MemberJoined,
}


def message_posted(message: Message, client_id: UUID | None) -> Pending:
    return append(
        message.room.stream,
        "message.posted",
        lambda: {"message": message_shape(message)},
        by=by_shape(message.author, message.author_role),
        client_id=client_id,
        at=message.at,
    )


def message_edited(message: Message, client_id: UUID | None) -> Pending:
    return append(
        message.room.stream,
        "message.edited",
        {"message": message_shape(message)},
        by=by_shape(message.author, message.author_role),
        client_id=client_id,
    )


def message_deleted(
    message: Message, by: User, role: str, client_id: UUID | None
) -> Pending:
    return append(
        message.room.stream,
        "message.deleted",
        {"message": message_shape(message)},
        by=by_shape(by, role),
        client_id=client_id,
    )


def card_added(
    card: Card, data: Mapping[str, object] | Later, client_id: UUID | None
) -> Pending:
    return append(
        card.room.stream,
        card.kind,
        data,
        by=by_shape(card.author, card.author_role),
        client_id=client_id,
        at=card.at,
    )


def visitor_joined(user: User, role: str, room: Room) -> Pending:
    return append(
        room.stream,
        "member.joined",
        {"user": user_shape(user), "role": role, "unit": unit_shape(room.unit)},
        by=by_shape(user, role),
    )
