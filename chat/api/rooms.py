"""The rooms that a person may read, over HTTP. What is in them: `stream.page`."""

from typing import cast

from django.http import HttpRequest
from ninja import Router, Schema

from chat import access
from chat.models import Room
from hub.clock import wire_time
from hub.paging import Limit, Listed, decode_cursor, listed
from teams.access import Standing, standing
from teams.models import User
from teams.queries import unit_shape

router = Router(tags=["chat"])


class UnitOut(Schema):
    id: str
    name: str
    kind: str


class RoomOut(Schema):
    """`own`: one of its people; else it may be entered from above, and that shows."""

    id: str
    stream: str
    title: str
    unit: UnitOut
    own: bool
    may: list[str]


class RoomsOut(Schema):
    items: list[RoomOut]
    next: str | None


class MuteOut(Schema):
    stream: str
    until: str


class MutesOut(Schema):
    items: list[MuteOut]


@router.get("/rooms", response=RoomsOut)
def list_rooms(
    request: HttpRequest, cursor: str | None = None, limit: Limit = 50
) -> Listed:
    """One's own rooms and those that one may enter, along the tree from the top."""
    now = standing(cast(User, request.user))
    rooms = access.enterable_rooms(now)
    after = decode_cursor(cursor, str)
    if after:
        rooms = rooms.filter(unit__path__gt=after[0])
    return listed(
        list(rooms[: limit + 1]),
        limit,
        lambda room: _shape(now, room),
        lambda room: (room.unit.path,),
    )


@router.get("/rooms/{room_id}", response=RoomOut)
def show_room(request: HttpRequest, room_id: str) -> dict[str, object]:
    user = cast(User, request.user)
    return _shape(standing(user), access.room_to_read(user, room_id))


@router.get("/mutes", response=MutesOut)
def list_mutes(request: HttpRequest) -> dict[str, object]:
    """One's own rooms in which one may only read now, and until when."""
    now = standing(cast(User, request.user))
    rooms = [entrance.room for entrance in access.own_rooms(now)]
    found = [(room, access.muted_until(now, room.unit)) for room in rooms]
    items = [
        {"stream": room.stream, "until": wire_time(until)}
        for room, until in found
        if until is not None
    ]
    return {"items": items}


def _shape(now: Standing, room: Room) -> dict[str, object]:
    return {
        "id": str(room.pk),
        "stream": room.stream,
        "title": room.unit.name,
        "unit": unit_shape(room.unit),
        "own": not access.entrance_of(now, room).visiting,
        "may": access.powers_in(now, room),
    }
