"""Who may enter which room, and the only way there from an outside id."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from chat.models import Message, Room
from hub.actions import remember
from hub.errors import Conflict, Invalid, Refused
from teams.access import Seat, Standing, key, standing
from teams.models import Unit, UnitKind, User
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
    """As `room_to_read`, without archived rooms. No query for what a batch knows."""
    room = room_to_read(user, room_id)
    if room.archived_at is not None:
        raise Refused
    return room


def message_to_edit(user: User, message_id: str) -> Message:
    """One's own message; a deleted one is a `Conflict`."""
    message = _message(user, message_id)
    if message.author_id != user.pk:
        raise Refused
    return _not_deleted(message)


def message_to_delete(user: User, message_id: str) -> Message:
    """One's own message, or any for who moderates the room."""
    message = _message(user, message_id)
    own = message.author_id == user.pk
    if not own and not standing(user).may(Power.MODERATE, message.room.unit):
        raise Refused
    return _not_deleted(message)


def message_to_answer(user: User, room: Room, message_id: str | None) -> int | None:
    """What `reply_to` names, if it is in this room and open to this person."""
    if message_id is None:
        return None
    since = entrance_of(standing(user), room).since
    found = Message.objects.filter(room=room, at__gte=since, pk=_number(message_id))
    if not found.exists():
        raise Invalid(_("The message you answer is not here."), field="reply_to")
    return int(message_id)


def own_rooms(standing: Standing) -> list[Entrance]:
    """The rooms to which this person belongs, top down, in one query."""
    above = {unit_id for seat in standing.seats for unit_id in _chain(seat)}
    rooms = _open_rooms().filter(unit__in=above).order_by("unit__path")
    entrances = (_entrance_or_none(standing, room) for room in rooms)
    return [found for found in entrances if found and not found.visiting]


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
    if room.archived_at is None:
        may.append("post")
    if standing.may(Power.MODERATE, room.unit):
        may.append("moderate")
    if room.unit.kind == UnitKind.TEAM and standing.may(Power.REPORT, room.unit):
        may.append("report")
    return may


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


def _chain(seat: Seat) -> Iterator[int]:
    return (int(part) for part in seat.path.strip("/").split("/"))


def _entrance_or_none(standing: Standing, room: Room) -> Entrance | None:
    try:
        return entrance_of(standing, room)
    except Refused:
        return None


def _open_rooms() -> QuerySet[Room]:
    return Room.objects.filter(unit__archived_at=None).select_related("unit")


def _room(room_id: str) -> Room:
    return remember(("room", room_id), lambda: _loaded_room(key(room_id)))


def _loaded_room(pk: int) -> Room:
    # Raises rather than giving None: what is absent must not be remembered as absent.
    room = _open_rooms().filter(pk=pk).first()
    if room is None:
        raise Refused
    return room


def _number(message_id: str) -> int:
    try:
        return key(message_id)
    except Refused:
        return 0


def _message(user: User, message_id: str) -> Message:
    messages = Message.objects.select_related("room__unit", "author")
    message = messages.filter(pk=key(message_id)).first()
    if message is None:
        raise Refused
    room_to_post_in(user, str(message.room_id))
    return message


def _not_deleted(message: Message) -> Message:
    if message.deleted_at is not None:
        raise Conflict(_("This message was deleted."))
    return message
