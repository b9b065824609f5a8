"""One's own account, and the units one sees."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import StringConstraints

from hub.clock import wire_time
from hub.paging import Limit, Listed, decode_cursor, listed
from teams import access
from teams.actions import change_profile
from teams.models import User
from teams.names import clean_name
from teams.queries import (
    held_name_of,
    own_memberships,
    photo_of,
    seen_unit_shape,
    unit_shape,
    user_shape,
)
from teams.requests import person

router = Router(tags=["people"])


class Profile(Schema):
    name: Annotated[str, StringConstraints(max_length=400)] | None = None
    locale: Literal["en", "ar", "es"] | None = None


@router.get("/me", response=dict[str, object])
def me(request: HttpRequest) -> dict[str, object]:
    """The one place where an e-mail address is shown: to its owner.

    `may`: what one may do anywhere at all, for what screens offer.
    """
    return _me(person(request))


@router.patch("/me", response=dict[str, object])
def change_me(request: HttpRequest, profile: Profile) -> dict[str, object]:
    user = person(request)
    name = None if profile.name is None else clean_name(profile.name)
    change_profile(user=user, name=name, locale=profile.locale)
    return _me(user)


@router.get("/units", response=dict[str, object])
def list_units(
    request: HttpRequest, cursor: str | None = None, limit: Limit = 100
) -> Listed:
    """Every unit whose room, feed or people one may see, top down."""
    standing = access.standing(person(request))
    units = access.readable_units(standing).order_by("path")
    if after := decode_cursor(cursor, str):
        units = units.filter(path__gt=after[0])
    return listed(
        list(units[: limit + 1]),
        limit,
        lambda unit: seen_unit_shape(unit, standing),
        lambda unit: (unit.path,),
    )


def _me(user: User) -> dict[str, object]:
    memberships = [
        {
            "unit": unit_shape(membership.unit),
            "role": membership.role,
            "since": wire_time(membership.since),
        }
        for membership in own_memberships(user)
    ]
    return user_shape(user) | {
        "email": user.email,
        "memberships": memberships,
        "may": [power.value for power in access.standing(user).powers()],
        "held_name": held_name_of(user),
        "photo": photo_of(user),
    }
