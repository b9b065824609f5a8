"""One's own account, the units one sees, and who is in them."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import StringConstraints

from hub.clock import wire_time
from hub.paging import Limit, Listed, decode_cursor, listed
from teams import access
from teams.actions import change_profile
from teams.models import Membership, User
from teams.names import clean_name
from teams.queries import (
    members_after,
    own_memberships,
    seen_unit_shape,
    unit_shape,
    user_shape,
)
from teams.requests import person
from teams.roles import Power

router = Router(tags=["people"])


class Profile(Schema):
    name: Annotated[str, StringConstraints(max_length=400)] | None = None
    locale: Literal["en", "ar", "es"] | None = None


@router.get("/me", response=dict[str, object])
def me(request: HttpRequest) -> dict[str, object]:
    """The one place where an e-mail address is shown: to its owner."""
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


@router.get("/units/{unit_id}/members", response=dict[str, object])
def list_members(
    request: HttpRequest, unit_id: str, cursor: str | None = None, limit: Limit = 100
) -> dict[str, object]:
    """Names in one's own team or below what one leads; elsewhere the count alone."""
    user = person(request)
    unit = access.unit_to_look_at(user, unit_id)
    after = decode_cursor(cursor, str, int)
    members = members_after(unit, after)
    count = members_after(unit, None).count()
    if not access.standing(user).may(Power.SEE_MEMBERS, unit):
        return {"items": [], "next": None, "count": count}
    page = listed(
        list(members[: limit + 1]),
        limit,
        _member_shape,
        lambda member: (member.user.name, member.pk),
    )
    return {**page, "count": count}


def _me(user: User) -> dict[str, object]:
    memberships = [
        {
            "unit": unit_shape(membership.unit),
            "role": membership.role,
            "since": wire_time(membership.since),
        }
        for membership in own_memberships(user)
    ]
    return user_shape(user) | {"email": user.email, "memberships": memberships}


def _member_shape(membership: Membership) -> dict[str, object]:
    return {
        "user": {"id": str(membership.user_id), "name": membership.user.name},
        "role": membership.role,
        "since": wire_time(membership.since),
    }
