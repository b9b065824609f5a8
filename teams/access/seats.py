"""The answer to 'may this person?'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from hub.actions import remember_each
from teams.models import Membership, MembershipState, Unit, User, chain_ids
from teams.roles import DECIDES_OVER, INVITES, POWERS, Power, Reach, Role
from teams.starting import in_and_below


class Seat(NamedTuple):
    """One active membership: where, and as what."""

    unit_id: int
    path: str
    kind: str
    role: str
    since: datetime
    muted_until: datetime | None = None


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

    def powers(self) -> list[Power]:
        """What they may do anywhere at all; where, each place's own list says."""
        held = {power for seat in self.seats for power in POWERS[seat.role]}
        return [power for power in Power if power in held]

    def powers_over(self, unit: Unit) -> list[Power]:
        return [power for power in Power if self.may(power, unit)]

    def may_invite(self, role: str, unit: Unit) -> bool:
        """Whether a seat that may invite here is itself at least of that role."""
        return any(
            role in INVITES.get(seat.role, ())
            for seat in self.seats
            if _reaches(seat, Power.INVITE, unit.path)
        )

    def may_decide(self, power: Power, unit: Unit, role: str) -> bool:
        """Whether a seat that holds the power here stands above who has `role` here.

        An equal is above only from further up in the tree; owners are all alike.
        """
        return any(
            role in DECIDES_OVER.get(seat.role, ())
            and (role != seat.role or role == Role.OWNER or seat.path != unit.path)
            for seat in self.seats
            if _reaches(seat, power, unit.path)
        )

    def units_with(self, power: Power, of: str = "") -> Q:
        """Which units this power reaches, as a condition for one query.

        `of` says where a row of another table has its unit, such as "unit__".
        """
        return reached_by(self.seats, power, of)


def reached_by(seats: Iterable[Seat], power: Power, of: str = "") -> Q:
    ids: set[int] = set()
    paths: set[str] = set()
    for seat in seats:
        reach = POWERS[seat.role].get(power)
        if reach == Reach.OWN:
            ids.add(seat.unit_id)
        if reach in (Reach.BELOW, Reach.AROUND):
            paths.add(seat.path)
        if reach in (Reach.ABOVE, Reach.AROUND):
            ids.update(chain_ids(seat.path))
    condition = Q(**{f"{of}pk__in": ids})
    for path in sorted(paths):
        condition |= in_and_below(f"{of}path", path)
    return condition


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


def standing(user: User) -> Standing:
    """One query; none inside a batch while no right has changed anywhere."""
    return standings([user])[user.pk]


def standings(users: Iterable[User]) -> dict[int, Standing]:
    """Of each person, by user id: one query for all whom a batch does not know."""
    keys = [("standing", user.pk) for user in users]
    found = remember_each(keys, lambda missing: standings_of([pk for _, pk in missing]))
    return {user_id: standing for (_, user_id), standing in found.items()}


def standings_of(user_ids: Sequence[int]) -> dict[tuple[str, int], Standing]:
    rows = Membership.objects.filter(
        user_id__in=user_ids,
        user__is_active=True,
        state=MembershipState.ACTIVE,
        unit__archived_at=None,
    ).order_by("pk")
    seats: dict[int, list[Seat]] = {user_id: [] for user_id in user_ids}
    of_unit = ("unit_id", "unit__path", "unit__kind")
    of_seat = ("role", "since", "muted_until")
    for user_id, *seat in rows.values_list("user_id", *of_unit, *of_seat):
        seats[user_id].append(Seat(*seat))
    return {
        ("standing", user_id): Standing(user_id, tuple(own))
        for user_id, own in seats.items()
    }
