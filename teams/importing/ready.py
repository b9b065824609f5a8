"""The next rows of an import, decided and made ready to be written. Writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec
from django.utils import timezone

from teams.access import standing
from teams.importing import fates
from teams.importing.cells import Entry
from teams.importing.fates import People
from teams.importing.places import Place, Places
from teams.look_alikes import LEADING, NO_NAME_YET, Leading, names_allowed
from teams.models import (
    HeldName,
    Import,
    ImportPart,
    Membership,
    MembershipState,
    Unit,
    User,
)

Joining = tuple[Entry, Place]


@dataclass(slots=True)
class Ready:
    """`named` are people whose name is another now; `known` who may have sockets."""

    parts: list[tuple[ImportPart, list[Entry]]] = field(default_factory=list)
    newcomers: list[User] = field(default_factory=list)
    named: list[User] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    fresh: list[Membership] = field(default_factory=list)
    again: list[Membership] = field(default_factory=list)
    # The memberships of both kinds, in the order of their rows.
    seats: list[Membership] = field(default_factory=list)
    held: list[HeldName] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        return [entry for _part, entries in self.parts for entry in entries]


def make_ready(imported: Import, places: Places, numbers: Iterable[int]) -> Ready:
    """By what is true now, and by what the importer may do now."""
    found = ImportPart.objects.filter(of=imported, number__in=list(numbers))
    ready = Ready([(part, entries_of(part)) for part in found.order_by("number")])
    places.renew(standing(imported.by) if imported.by else None)
    entries = ready.entries
    people = fates.look_up(entries)
    joining = _decided(entries, places, people)
    units = Unit.objects.filter(archived_at=None).in_bulk(
        {place.unit_id or 0 for _entry, place in joining}
    )
    for entry, place in joining:
        unit = units.get(place.unit_id or 0)
        if unit is None:
            entry.refuse("unknown_place")
        else:
            _seat(ready, imported, entry, unit, people)
    _hold_look_alikes(ready)
    return ready


def entries_of(part: ImportPart) -> list[Entry]:
    return msgspec.convert(part.entries, list[Entry])


def _decided(entries: Sequence[Entry], places: Places, people: People) -> list[Joining]:
    decided = [
        (entry, fates.decide(entry, places, people, places.standing))
        for entry in entries
    ]
    return [
        (entry, place)
        for entry, place in decided
        if place is not None and entry.fate == fates.JOINS
    ]


def _seat(
    ready: Ready, imported: Import, entry: Entry, unit: Unit, people: People
) -> None:
    user = people.users.get(entry.email)
    if user is None:
        user = User.objects.newcomer(
            entry.email, entry.name, entry.locale or "en", entry.phone
        )
        ready.newcomers.append(user)
        # Further rows of this person find them.
        people.users[entry.email] = user
    elif user.pk is not None:
        ready.known.add(user.pk)
        if not user.name:
            # Who had asked to join and not proven the address yet.
            user.name = entry.name
            ready.named.append(user)
    membership = people.memberships.get((user.pk or 0, unit.pk))
    seats = ready.again if membership else ready.fresh
    if membership is None:
        membership = Membership(user=user, unit=unit, invited_by=imported.by)
    membership.user, membership.unit = user, unit
    membership.role, membership.since = entry.role, timezone.now()
    membership.state, membership.ended_at = MembershipState.ACTIVE, None
    # Who comes from a file is known to somebody: no newcomer's clock runs.
    membership.contacted_at = membership.since
    seats.append(membership)
    ready.seats.append(membership)


def _hold_look_alikes(ready: Ready) -> None:
    """As for who joins alone, in two queries: others who come in the set count too."""
    leading = Leading({seat.unit.path for seat in ready.seats})
    allowed = names_allowed(
        {seat.user for seat in ready.seats if not seat.user._state.adding}
    )
    for seat in ready.seats:
        user, name = seat.user, seat.user.name
        like = leading.imitated(user, name, seat.unit.path)
        if like is not None and (user.pk, name) not in allowed:
            held = HeldName(user=user, name=name, like=like, unit=seat.unit)
            held.at = timezone.now()
            ready.held.append(held)
            user.name = NO_NAME_YET
            if not user._state.adding and user not in ready.named:
                ready.named.append(user)
        if seat.role in LEADING:
            leading.add(user, seat.unit_id)
