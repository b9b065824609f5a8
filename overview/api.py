"""The overview over HTTP: how the places below one stand today."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from hub.actions import reading
from hub.clock import wire_time
from hub.paging import Limit, decode_cursor, encode_cursor
from hub.wire import UnitShape
from overview import access
from overview.queries import outline, place_shapes, seen_in, silent_teams
from teams.access import Standing, standing
from teams.models import Unit, User
from teams.queries import later, unit_shape
from teams.roles import Power

router = Router(tags=["overview"])


@router.get("/overview", response=dict[str, Any])
def read_overview(
    request: HttpRequest,
    unit: str | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> dict[str, object]:
    """One place, and those right below it, each with its figures of today.

    Without `unit` the topmost that one looks over; if these are `several`, there is no
    `place` above them. `as_of` is when the figures were taken.
    """
    user = cast(User, request.user)
    after = decode_cursor(cursor, str, int)
    as_of = wire_time(timezone.now())
    with reading():
        now = standing(user)
        place, found = _level(user, now, unit)
        if after:
            found = found.filter(later("name", *after))
        units = list(found.order_by("name", "pk")[: limit + 1])
        shown = units[:limit]
        shapes = place_shapes(shown, place, now)
        return {
            "as_of": as_of,
            "several": len(access.topmost_ids(now)) > 1,
            "place": {**shapes.pop(0), "parent": _above(place, now)} if place else None,
            "items": shapes,
            "next": _next(shown) if len(units) > limit else None,
        }


@router.get("/overview/silent", response=dict[str, Any])
def list_silent_teams(
    request: HttpRequest, unit: str, cursor: str | None = None, limit: Limit = 50
) -> dict[str, object]:
    """Teams below a place of which nobody has written or reported today, by name."""
    user = cast(User, request.user)
    after = decode_cursor(cursor, str, int)
    as_of = wire_time(timezone.now())
    with reading():
        now = standing(user)
        found = silent_teams(access.place_to_look_over(user, unit))
        if after:
            found = found.filter(later("name", *after))
        units = list(found[: limit + 1])
        shown = units[:limit]
        seen = seen_in(shown)
        return {
            "as_of": as_of,
            "items": [
                {
                    **outline(team, now, seen.get(team.pk)),
                    "parent": unit_shape(team.parent) if team.parent else None,
                }
                for team in shown
            ],
            "next": _next(shown) if len(units) > limit else None,
        }


def _level(
    user: User, now: Standing, unit_id: str | None
) -> tuple[Unit | None, QuerySet[Unit]]:
    """The place in question, if it is one, and the places to list."""
    if unit_id is None:
        tops = access.topmost_places(now)
        first = list(tops[:2])
        if len(first) != 1:
            return None, tops
        place = first[0]
    else:
        place = access.place_to_look_over(user, unit_id)
    return place, Unit.objects.filter(parent=place, archived_at=None)


def _above(place: Unit, now: Standing) -> UnitShape | None:
    """The place over this one, if one looks over that, too."""
    above = place.parent
    if above is None or not now.may(Power.READ_OVERVIEW, above):
        return None
    return unit_shape(above)


def _next(shown: list[Unit]) -> str:
    return encode_cursor(shown[-1].name, shown[-1].pk)
