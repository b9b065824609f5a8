"""What a unit's feed tells of its people, and what their caretakers hear."""

from datetime import datetime
from typing import TypedDict

from hub.actions import append
from hub.clock import wire_time
from hub.events import Pending
from hub.wire import PersonShape, Time, UnitShape, UserShape
from teams.arrivals import caretakers, heads_of_campaign
from teams.deciding import deciders, deciders_of_name
from teams.models import HeldName, Membership, Unit, User
from teams.queries import by_shape, unit_shape, user_shape


class Membered(TypedDict):
    user: UserShape
    role: str
    unit: UnitShape


class PeopleChanged(TypedDict):
    """Ids: what has become of whom, the lists say to who may read them."""

    unit: str
    user: str


class Renamed(TypedDict):
    """Whoever keeps items of this stream calls the person so in all of them."""

    user: PersonShape
    unit: UnitShape


class PersonErased(TypedDict):
    """Whose name and words are no longer in this stream; `user` is the id."""

    user: str


class Muted(TypedDict):
    unit: UnitShape
    until: Time


class Unmuted(TypedDict):
    unit: UnitShape


class PhotoRemoved(TypedDict):
    """Somebody who decides about the person there took their photo away."""

    unit: UnitShape


class NameHeld(TypedDict):
    """Ask for it at `GET /api/v1/held-names`."""

    held: str
    unit: UnitShape


class NameSettled(TypedDict):
    """It waits no more: allowed, declined, or taken back."""

    held: str
    unit: UnitShape


class NameDecided(TypedDict):
    name: str
    allowed: bool


class CodesGuarded(TypedDict):
    misses: int


EVENTS: dict[str, type] = {
    "newcomer.joined": Membered,
    "newcomer.contacted": Membered,
    "member.asked": Membered,
    "member.approved": Membered,
    "member.declined": Membered,
    "request.ended": Membered,
    "codes.guarded": CodesGuarded,
    "member.joined": Membered,
    "member.left": Membered,
    "member.role_changed": Membered,
    "member.renamed": Renamed,
    "people.changed": PeopleChanged,
    "person.erased": PersonErased,
    "name.held": NameHeld,
    "name.settled": NameSettled,
    "name.decided": NameDecided,
    "member.muted": Muted,
    "member.unmuted": Unmuted,
    "photo.removed": PhotoRemoved,
}


def member_joined(membership: Membership, at: datetime | None = None) -> Pending:
    return _tell("member.joined", membership, None, at)


def member_left(membership: Membership, by: User | None) -> Pending:
    return _tell("member.left", membership, by)


def member_role_changed(membership: Membership, by: User) -> None:
    """In the feed, and to the person: what they may has changed on every open page."""
    _tell("member.role_changed", membership, by)
    who = by_shape(by, membership.unit)
    data = _membered(membership)
    append(membership.user.inbox, "member.role_changed", data, by=who)


def member_renamed(user: User, unit: Unit, stream: str) -> Pending:
    """In a stream of the unit; it changes what is shown and is not shown itself."""
    person = {"id": str(user.pk), "name": user.name}
    data = {"user": person, "unit": unit_shape(unit)}
    return append(stream, "member.renamed", data)


def member_muted(membership: Membership, until: datetime) -> Pending:
    """To the person alone: others see that they are silent."""
    data = {"unit": unit_shape(membership.unit), "until": wire_time(until)}
    return append(membership.user.inbox, "member.muted", data)


def member_unmuted(membership: Membership) -> Pending:
    data = {"unit": unit_shape(membership.unit)}
    return append(membership.user.inbox, "member.unmuted", data)


def photo_removed(membership: Membership) -> Pending:
    """To the person alone: others see that it is not there."""
    data = {"unit": unit_shape(membership.unit)}
    return append(membership.user.inbox, "photo.removed", data)


def name_held(held: HeldName, decider: User) -> Pending:
    data = {"held": str(held.pk), "unit": unit_shape(held.unit)}
    return append(decider.inbox, "name.held", data)


def name_settled(held: HeldName) -> None:
    """On the own streams of all whose list had it, of who decided as well."""
    data = {"held": str(held.pk), "unit": unit_shape(held.unit)}
    for decider in deciders_of_name(held):
        append(decider.inbox, "name.settled", data)


def name_decided(held: HeldName, *, allowed: bool) -> Pending:
    data = {"name": held.name, "allowed": allowed}
    return append(held.user.inbox, "name.decided", data)


def tell_caretakers(
    kind: str, membership: Membership, *, but: User | None = None
) -> None:
    """On the own streams of those who care for the unit's newcomers."""
    data = _membered(membership)
    by = by_shape(membership.user)
    for user in caretakers(membership.unit):
        if but is None or user.pk != but.pk:
            append(user.inbox, kind, data, by=by)


def people_changed(membership: Membership) -> None:
    """On the own streams of those who decide about people there, for their lists."""
    unit, user = str(membership.unit_id), str(membership.user_id)
    for decider in deciders(membership.unit):
        append(decider.inbox, "people.changed", {"unit": unit, "user": user})


def member_decided(kind: str, membership: Membership, by: User) -> None:
    """To who asked to be let in, wherever they wait."""
    who = by_shape(by, membership.unit)
    append(membership.user.inbox, kind, _membered(membership), by=who)


def codes_guarded(misses: int) -> None:
    for user in heads_of_campaign():
        append(user.inbox, "codes.guarded", {"misses": misses})


def _tell(
    kind: str, membership: Membership, by: User | None, at: datetime | None = None
) -> Pending:
    unit = membership.unit
    who = by_shape(by, unit) if by else None
    return append(unit.feed, kind, _membered(membership), by=who, at=at)


def _membered(membership: Membership) -> Membered:
    return {
        "user": user_shape(membership.user),
        "role": membership.role,
        "unit": unit_shape(membership.unit),
    }
