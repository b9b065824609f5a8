"""How much of a room one is told. What is set: `welcome` and `GET /streams`."""

from typing import cast

from django.http import HttpRequest
from ninja import Router, Schema

from chat import access, actions
from chat.models import Level
from hub.actions import transaction
from hub.limits import WRITES, check
from teams.models import User

router = Router(tags=["chat"])


class WantedLevel(Schema):
    level: Level


class LevelOut(Schema):
    stream: str
    level: Level


@router.put("/rooms/{room_id}/level", response=LevelOut)
def set_level(
    request: HttpRequest, room_id: str, wanted: WantedLevel
) -> dict[str, object]:
    """For oneself: `nothing` keeps what is new there out of every count of it."""
    user = cast(User, request.user)
    # Each change is an event of their log, like what they write over the socket.
    check(WRITES, user.pk)
    with transaction():
        room = access.room_to_read(user, room_id)
        actions.set_level(user=user, room=room, level=wanted.level)
    return {"stream": room.stream, "level": wanted.level}
