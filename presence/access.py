"""What presence knows of a person, and whose presence they may watch."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from hub.actions import reading
from hub.errors import Refused
from presence.people import Identity, Place
from presence.watching import View
from teams.access import Standing, key, standing, standings
from teams.models import Unit, UnitKind, User
from teams.roles import POWERS, Power, Reach

# One of these opens a unit's presence: its people, its feed or its desk are theirs.
WATCHING = (Power.SEE_MEMBERS, Power.READ_FEED, Power.ASK)
WITH_DESK = (UnitKind.OFFICE, UnitKind.CENTRE)


class Watched(NamedTuple):
    unit_id: int
    has_desk: bool
    view: View


def identity(user: User) -> Identity:
    """The person as they are called now, and their memberships, in two queries."""
    [who] = identities([user])
    name = User.objects.filter(pk=user.pk).values_list("name", flat=True).first()
    return who if name is None else msgspec.structs.replace(who, name=name)


def identities(users: Sequence[User]) -> list[Identity]:
    """The same for each of many, in one query for all."""
    with reading():
        known = standings(users)
    return [_identity(user, known[user.pk]) for user in users]


def unit_to_watch(user: User, unit_id: str) -> Watched:
    """Names only of people in the viewer's own unit or below what they lead."""
    unit = Unit.objects.filter(pk=key(unit_id), archived_at=None).first()
    now = standing(user)
    if unit is None or not any(now.may(power, unit) for power in WATCHING):
        raise Refused
    below = {
        seat.path
        for seat in now.seats
        if POWERS[seat.role].get(Power.SEE_MEMBERS) == Reach.BELOW
    }
    own = {s.path for s in now.seats if Power.SEE_MEMBERS in POWERS[s.role]}
    teams = {seat.path for seat in now.seats if seat.kind == UnitKind.TEAM}
    view = View(frozenset(own), frozenset(below), frozenset(own & teams))
    return Watched(unit.pk, unit.kind in WITH_DESK, view)


def _identity(user: User, standing: Standing) -> Identity:
    places = tuple(
        Place(seat.path, Power.ATTEND_DESK in POWERS[seat.role])
        for seat in standing.seats
    )
    return Identity(user.pk, user.name, places)
