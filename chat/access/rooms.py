"""Who may enter which room, and the only way there from an outside id."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from chat.models import Room
from hub.actions import remember, remember_each
from hub.errors import Refused
from teams.access import Seat, Standing, key, standing
from teams.models import Unit, UnitKind, User, chain_ids
from teams.queries import campaign_time
from teams.roles import POWERS, Power, Reach, Role

TEAM_HISTORY = timedelta(days=7)
STAFF = frozenset(
    {Role.LEADER, Role.ORGANIZER, Role.OPERATOR, Role.DESK_LEAD, Role.DIRECTOR}
)
# Whose seat further down makes them people of the room of a unit of this kind.
BELONGING_FROM_BELOW: dict[str, frozenset[Role]] = {
    UnitKind.OFFICE: frozenset({Role.LEADER}),
    UnitKind.REGION: frozenset({Role.ORGANIZER, Role.DIRECTOR}),
    UnitKind.CENTRE: frozenset({Role.ORGANIZER, Role.DIRECTOR}),
    UnitKind.CAMPAIGN: frozenset({Role.DIRECTOR}),
}


@dataclass(frozen=True, slots=True)
class Entrance:
    """How one person comes into one room: by a membership, their own or from above."""

    room: Room
    seat: Seat
    visiting: bool

    @property
    def role(self) -> str:
        return self.seat.role

    @property
    def since(self) -> datetime:
        """From when on they may read: a week before they came to a team."""
        team = self.room.unit.kind == UnitKind.TEAM
        return self.seat.since - (TEAM_HISTORY if team else timedelta())


def enter(user: User, room_id: str) -> Entrance:
    """Raises `Refused` for what is absent and for what is not theirs."""
    return entrance_of(standing(user), _room(room_id))


def enter_to_look_back(user: User, room_id: str) -> Entrance:
    """As `enter`; into an archived room, too, for who may export what is below."""
    try:
        return enter(user, room_id)
    except Refused:
        archived = Room.objects.filter(unit__archived_at__isnull=False)
        room = (
            archived.select_related("unit").filter(pk=number_or_none(room_id)).first()
        )
        now = standing(user)
        if room is None or not now.may(Power.EXPORT_PEOPLE, room.unit):
            raise
        return entrance_of(now, room)


def entrance_of(standing: Standing, room: Room) -> Entrance:
    """The same for a room at hand, without a query."""
    for visiting, rule in ((False, _belongs), (True, _may_enter)):
        for seat in standing.seats:
            if rule(seat, room.unit):
                return Entrance(room, seat, visiting)
    raise Refused


def room_to_read(user: User, room_id: str) -> Room:
    """The room, if it is theirs or they may enter it from above."""
    return enter(user, room_id).room


def room_to_post_in(user: User, room_id: str) -> Room:
    """An open room, for who is not muted there. No query for what a batch knows."""
    room = open_room(user, room_id)
    refuse_muted(user, room.unit)
    return room


def muted_until(standing: Standing, unit: Unit) -> datetime | None:
    """Until when this person may not write in the unit's room; None if they may.

    Every seat that leads into the room counts: who is muted in one does not get in by
    another.
    """
    ends = [
        seat.muted_until
        for seat in standing.seats
        if seat.muted_until is not None
        and (_belongs(seat, unit) or _may_enter(seat, unit))
    ]
    until = max(ends, default=None)
    return until if until is not None and until > timezone.now() else None


def refuse_muted(user: User, unit: Unit) -> None:
    """Raises `Refused`, with a sentence that says until when, for who is muted."""
    until = muted_until(standing(user), unit)
    if until is not None:
        again = format_lazy(
            _("You can read here, and write again from {time} on."),
            time=campaign_time(until),
        )
        wait_ms = int((until - timezone.now()).total_seconds() * 1000)
        raise Refused(again, retry_after_ms=max(wait_ms, 1))


def own_rooms(standing: Standing) -> list[Entrance]:
    """The rooms to which this person belongs, top down, in one query."""
    return own_rooms_of([standing])[standing.user_id]


def own_rooms_of(standings: Collection[Standing]) -> dict[int, list[Entrance]]:
    """The same for many people, by user id, in one query for all."""
    above = {
        s.user_id: {u for seat in s.seats for u in chain_ids(seat.path)}
        for s in standings
    }
    rooms = sorted(
        _rooms_of_units(set[int]().union(*above.values())),
        key=lambda room: room.unit.path,
    )
    return {
        standing.user_id: [
            found
            for room in rooms
            if room.unit_id in above[standing.user_id]
            and (found := entrance_or_none(standing, room))
            and not found.visiting
        ]
        for standing in standings
    }


def enterable_rooms(standing: Standing) -> QuerySet[Room]:
    """Every room that this person may read, top down."""
    reached = Q(pk__in=[entrance.room.pk for entrance in own_rooms(standing)])
    for seat in standing.seats:
        if POWERS[seat.role].get(Power.READ_ROOM) == Reach.BELOW:
            reached |= Q(unit__path__startswith=seat.path)
    return _open_rooms().filter(reached).order_by("unit__path")


def powers_in(standing: Standing, room: Room) -> list[str]:
    """The words of `may` for a room that this person reads."""
    may = ["read"]
    if room.archived_at is None and muted_until(standing, room.unit) is None:
        may.append("post")
    if standing.may(Power.MODERATE, room.unit):
        may.append("moderate")
    if room.unit.kind == UnitKind.TEAM and standing.may(Power.REPORT, room.unit):
        may.append("report")
    return may


def known_units(unit_ids: Collection[int]) -> list[Unit]:
    """Open units by id. No query for those whose rooms a batch knows: each has one."""
    return [room.unit for room in _rooms_of_units(unit_ids)]


def open_room(user: User, room_id: str) -> Room:
    room = room_to_read(user, room_id)
    if room.archived_at is not None:
        raise Refused
    return room


def _belongs(seat: Seat, unit: Unit) -> bool:
    if seat.unit_id == unit.pk:
        if unit.kind != UnitKind.TEAM and seat.role not in STAFF:
            return False
        return Power.READ_ROOM in POWERS[seat.role]
    if not seat.path.startswith(unit.path):
        return False
    return seat.role in BELONGING_FROM_BELOW.get(unit.kind, ())


def _may_enter(seat: Seat, unit: Unit) -> bool:
    reach = POWERS[seat.role].get(Power.READ_ROOM)
    return reach == Reach.BELOW and unit.path.startswith(seat.path)


def entrance_or_none(standing: Standing, room: Room) -> Entrance | None:
    try:
        return entrance_of(standing, room)
    except Refused:
        return None


def _open_rooms() -> QuerySet[Room]:
    return Room.objects.filter(unit__archived_at=None).select_related("unit")


def _room(room_id: str) -> Room:
    return remember(("room", room_id), lambda: _loaded_room(key(room_id)))


def _rooms_of_units(unit_ids: Collection[int]) -> Collection[Room]:
    keys = [("room of unit", unit_id) for unit_id in unit_ids]

    def load(missing: list[tuple[str, int]]) -> dict[tuple[str, int], Room]:
        rooms = _open_rooms().filter(unit__in=[unit_id for _, unit_id in missing])
        return {("room of unit", room.unit_id): room for room in rooms}

    return remember_each(keys, load).values()


def _loaded_room(pk: int) -> Room:
    # Raises rather than giving None: what is absent must not be remembered as absent.
    room = _open_rooms().filter(pk=pk).first()
    if room is None:
        raise Refused
    return room


def number_or_none(message_id: str) -> int:
    try:
        return key(message_id)
    except Refused:
        return 0
