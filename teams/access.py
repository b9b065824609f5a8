"""The only way from an outside id to a unit, and the answer to 'may this person?'."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hub.actions import remember
from hub.errors import Invalid, Refused
from teams.models import Invitation, Membership, MembershipState, Unit, User
from teams.roles import INVITES, POWERS, ROLES_IN, Power, Reach
from teams.secret import digest


class Seat(NamedTuple):
    """One active membership: where, and as what."""

    unit_id: int
    path: str
    kind: str
    role: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a person may do, known from their memberships and the units' paths."""

    user_id: int
    seats: tuple[Seat, ...]

    def may(self, power: Power, unit: Unit) -> bool:
        return any(_reaches(seat, power, unit.path) for seat in self.seats)

    def seat_in(self, unit: Unit) -> Seat | None:
        return next((seat for seat in self.seats if seat.unit_id == unit.pk), None)

    def role_for(self, unit: Unit) -> str | None:
        """The role in this unit, or else the one held nearest above it."""
        above = [seat for seat in self.seats if unit.path.startswith(seat.path)]
        nearest = max(above, key=lambda seat: len(seat.path), default=None)
        return nearest.role if nearest else None

    def powers_over(self, unit: Unit) -> list[Power]:
        return [power for power in Power if self.may(power, unit)]

    def may_invite(self, role: str, unit: Unit) -> bool:
        """Whether a seat that may invite here is itself at least of that role."""
        return any(
            role in INVITES.get(seat.role, ())
            for seat in self.seats
            if _reaches(seat, Power.INVITE, unit.path)
        )

    def units_with(self, power: Power) -> Q:
        """Which units this power reaches, as a condition for one query."""
        reached = Q(pk__in=[])
        for seat in self.seats:
            match POWERS[seat.role].get(power):
                case Reach.OWN:
                    reached |= Q(pk=seat.unit_id)
                case Reach.BELOW:
                    reached |= Q(path__startswith=seat.path)
                case Reach.ABOVE:
                    reached |= Q(pk__in=_chain(seat.path))
                case Reach.AROUND:
                    reached |= Q(path__startswith=seat.path)
                    reached |= Q(pk__in=_chain(seat.path))
        return reached


def _reaches(seat: Seat, power: Power, path: str) -> bool:
    match POWERS[seat.role].get(power):
        case Reach.OWN:
            return path == seat.path
        case Reach.BELOW:
            return path.startswith(seat.path)
        case Reach.ABOVE:
            return seat.path.startswith(path)
        case Reach.AROUND:
            return path.startswith(seat.path) or seat.path.startswith(path)
    return False


def _chain(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/")]


def standing(user: User) -> Standing:
    """One query; none inside a batch while no right has changed anywhere."""
    return remember(("standing", user.pk), lambda: _standing(user.pk))


def _standing(user_id: int) -> Standing:
    rows = Membership.objects.filter(
        user_id=user_id,
        user__is_active=True,
        state=MembershipState.ACTIVE,
        unit__archived_at=None,
    ).order_by("pk")
    fields = rows.values_list("unit_id", "unit__path", "unit__kind", "role", "since")
    return Standing(user_id, tuple(Seat(*row) for row in fields))


def key(text: str) -> int:
    """An id from outside as a number; what can't be one is `Refused` like any other."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    if str(number) != text:
        # '04' is no other name of 4: its stream would be another one.
        raise Refused
    return number


def unit_with(user: User, unit_id: str, power: Power) -> Unit:
    """The unit, if this person holds the power over it; else `Refused`."""
    unit = remember(("unit", unit_id), lambda: _unit(key(unit_id)))
    if not standing(user).may(power, unit):
        raise Refused
    return unit


def units_with(user: User, power: Power) -> Iterable[Unit]:
    """Every open unit over which this person holds the power, top down."""
    reached = standing(user).units_with(power)
    return Unit.objects.filter(reached, archived_at=None).order_by("path")


def readable_units(standing: Standing) -> QuerySet[Unit]:
    """Every open unit whose room, feed or people they may see."""
    reached = Q(pk__in=[])
    for power in (Power.READ_ROOM, Power.READ_FEED, Power.SEE_MEMBERS):
        reached |= standing.units_with(power)
    return Unit.objects.filter(reached, archived_at=None)


def unit_to_look_at(user: User, unit_id: str) -> Unit:
    """A unit that `readable_units` holds; else `Refused`."""
    unit = readable_units(standing(user)).filter(pk=key(unit_id)).first()
    if unit is None:
        raise Refused
    return unit


def unit_to_invite_into(user: User, unit_id: str, role: str) -> Unit:
    """The unit, if they may let others in there, as what they are at the most."""
    unit = unit_with(user, unit_id, Power.INVITE)
    if role not in ROLES_IN[unit.kind]:
        raise Invalid(_("Nobody has this role in such a place."), field="role")
    if not standing(user).may_invite(role, unit):
        raise Refused(_("You can invite into your own role at the most."), field="role")
    return unit


def open_invitation(secret: str) -> Invitation:
    """One answer for a link that never was, has expired, is used up or was ended."""
    invitations = Invitation.objects.select_related("unit", "created_by")
    invitation = invitations.filter(digest=digest(secret)).first()
    if invitation is None or not invitation.works:
        raise Refused(_("This invitation does not work any more. Ask for a new one."))
    return invitation


def _unit(unit_id: int) -> Unit:
    # Raises rather than giving None: what is absent must not be remembered as absent.
    unit = Unit.objects.filter(pk=unit_id, archived_at=None).first()
    if unit is None:
        raise Refused
    return unit
