"""What a unit's feed tells of its people."""

from datetime import datetime
from typing import TypedDict

from hub.actions import append
from hub.events import Pending
from hub.wire import UnitShape, UserShape
from teams.models import Membership, User
from teams.queries import by_shape, unit_shape, user_shape


class Membered(TypedDict):
    user: UserShape
    role: str
    unit: UnitShape


EVENTS: dict[str, type] = {
    "member.joined": Membered,
    "member.left": Membered,
    "member.role_changed": Membered,
}


def member_joined(membership: Membership, at: datetime | None = None) -> Pending:
    return _tell("member.joined", membership, None, at)


def member_left(membership: Membership, by: User | None) -> Pending:
    return _tell("member.left", membership, by)


def member_role_changed(membership: Membership, by: User) -> Pending:
    return _tell("member.role_changed", membership, by)


def _tell(
    kind: str, membership: Membership, by: User | None, at: datetime | None = None
) -> Pending:
    unit = membership.unit
    data = {
        "user": user_shape(membership.user),
        "role": membership.role,
        "unit": unit_shape(unit),
    }
    who = by_shape(by, unit) if by else None
    return append(unit.feed, kind, data, by=who, at=at)
