"""How much of each room one wants to be told: one's own choice, told to nobody else."""

from chat import events
from chat.models import Level, Room, RoomLevel
from hub.actions import transaction
from teams.models import User


def set_level(*, user: User, room: Room, level: Level) -> None:
    """On every open page of the person; said again, nothing happens."""
    with transaction():
        kept = RoomLevel.objects.filter(user=user, room=room)
        before = kept.values_list("level", flat=True).first() or Level.ALL
        if level == before:
            return
        if level == Level.ALL:
            kept.delete()
        else:
            kept.update_or_create(user=user, room=room, defaults={"level": level})
        events.level_changed(user, room, level)


def erase_levels(user: User) -> None:
    with transaction():
        RoomLevel.objects.filter(user=user).delete()
