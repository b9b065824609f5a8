"""The only way from an outside id to a place that somebody may look over."""

from django.db.models import QuerySet

from hub.errors import Refused
from teams.access import Standing, unit_with
from teams.models import Unit, User
from teams.roles import POWERS, Power


def place_to_look_over(user: User, unit_id: str) -> Unit:
    return unit_with(user, unit_id, Power.READ_OVERVIEW)


def topmost_places(now: Standing) -> QuerySet[Unit]:
    """Those they look over that are below no other such; `Refused` if there is none."""
    ids = topmost_ids(now)
    if not ids:
        raise Refused
    return Unit.objects.filter(pk__in=ids, archived_at=None)


def topmost_ids(now: Standing) -> list[int]:
    """The same as ids, without a query."""
    topmost: list[int] = []
    above = ""
    # In this order what lies below a place comes right behind it.
    for seat in sorted(now.seats, key=lambda seat: seat.path):
        looks_over = Power.READ_OVERVIEW in POWERS[seat.role]
        if looks_over and not (above and seat.path.startswith(above)):
            topmost.append(seat.unit_id)
            above = seat.path
    return topmost
