"""Makes the whole demo campaign, ending now; all of it or nothing."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction as database

from chat.access import own_rooms
from demo.arriving import arrivals
from demo.asking import fill_library, questions
from demo.ground import Ground, lay_ground
from demo.rhythm import Rhythm
from demo.talk import conversations
from demo.timeline import Moment, replay
from demo.work import reports, set_goals
from hub.actions import advance_read_mark
from hub.queries import heads
from teams.access import standing
from teams.models import User

SEED = 2026
READ_UNTIL = timedelta(minutes=25)


def plant(kind: str, now: datetime) -> Ground:
    # Around the hub's own transactions: one that is killed half-way leaves nothing.
    with database.atomic():
        ground = lay_ground(kind, now)
        dice = Random(SEED)
        rhythm = Rhythm(now, ZoneInfo(ground.tree.timezone))
        set_goals(ground, rhythm)
        fill_library(ground, dice)
        replay(
            [
                *conversations(ground, rhythm, dice),
                *reports(ground, rhythm, dice),
                *questions(ground, rhythm, dice),
                *arrivals(ground, rhythm),
                Moment(now - READ_UNTIL, lambda: _read_all(ground)),
            ]
        )
        return ground


def _read_all(ground: Ground) -> None:
    """Everybody has read what there was a while ago, so that little is new to them."""
    for user in dict.fromkeys(seat.user for seat in ground.seats):
        for stream, seq in heads(_streams(user)).items():
            if seq:
                advance_read_mark(user.pk, stream, seq)


def _streams(user: User) -> list[str]:
    seats = standing(user)
    rooms = [entrance.room for entrance in own_rooms(seats)]
    return [
        user.inbox,
        *(room.stream for room in rooms),
        *(room.unit.feed for room in rooms),
    ]
