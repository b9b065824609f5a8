"""What rooms tell: facts in the past tense, appended to the room's stream."""

from collections.abc import Mapping
from typing import TypedDict
from uuid import UUID

from chat.models import Card, Message, Visit
from chat.queries import MessageShape, by_shape, message_shape, visit_shape
from hub.actions import append
from hub.events import Later, Pending
from hub.wire import UnitShape, UserShape
from teams.models import User


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


def visitor_joined(visit: Visit) -> Pending:
    return append(
        visit.room.stream,
        "member.joined",
        visit_shape(visit),
        by=by_shape(visit.user, visit.role),
        at=visit.at,
    )
