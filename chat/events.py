"""What rooms tell: facts in the past tense, appended to the room's stream."""

from collections.abc import Mapping
from typing import TypedDict
from uuid import UUID

from chat.models import Card, Case, Flag, Message, Room, Visit
from chat.queries import MessageShape, by_shape, message_shape, visit_shape
from hub.actions import append
from hub.events import Later, Pending
from hub.wire import UnitShape, UserShape
from teams.models import User
from teams.queries import unit_shape


class OneMessage(TypedDict):
    message: MessageShape


class MemberJoined(TypedDict):
    user: UserShape
    role: str
    unit: UnitShape


class OneStream(TypedDict):
    stream: str


class CaseTold(TypedDict):
    """A case of the queue that this person decides from; ask for it by its id."""

    case: str
    unit: UnitShape


class FlagDecided(TypedDict):
    flag: str


class LevelChanged(TypedDict):
    """What is not known counts as `all`."""

    stream: str
    level: str


EVENTS: dict[str, type] = {
    "message.posted": OneMessage,
    "message.edited": OneMessage,
    "message.deleted": OneMessage,
    "member.joined": MemberJoined,
    "room.archived": OneStream,
    "room.opened": OneStream,
    "flag.raised": CaseTold,
    "flag.closed": CaseTold,
    "flag.decided": FlagDecided,
    "level.changed": LevelChanged,
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


def room_archived(room: Room) -> Pending:
    return append(room.stream, "room.archived", {"stream": room.stream})


def room_opened(room: Room) -> Pending:
    """Told only when a room comes back: a new one has nobody who listens."""
    return append(room.stream, "room.opened", {"stream": room.stream})


def flag_raised(case: Case, decider: User) -> Pending:
    return append(decider.inbox, "flag.raised", _case(case))


def flag_closed(case: Case, decider: User) -> Pending:
    """Decided or handed up: it is in this person's queue no more."""
    return append(decider.inbox, "flag.closed", _case(case))


def flag_decided(flag: Flag) -> Pending:
    """To who has flagged: dealt with, and nothing more."""
    return append(flag.by.inbox, "flag.decided", {"flag": str(flag.pk)})


def level_changed(user: User, room: Room, level: str) -> Pending:
    """To the person alone, for their other pages."""
    data = {"stream": room.stream, "level": level}
    return append(user.inbox, "level.changed", data)


def _case(case: Case) -> dict[str, object]:
    return {"case": str(case.pk), "unit": unit_shape(case.unit)}
