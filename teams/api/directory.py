"""People: the tree, who is in a place, who is called so, and how to reach them."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from hub.actions import reading
from hub.clock import wire_time
from hub.limits import SEARCHES, check
from hub.paging import Limit, Listed, decode_cursor, encode_cursor
from teams import access, people_access
from teams.actions import Reason, look_at, reveal_contacts
from teams.contacts import masked
from teams.deciding import answers_for
from teams.freshness import needs_fresh_proof
from teams.models import Act, AuditEntry, Membership, Unit, User
from teams.queries import (
    from_position,
    later,
    members_after,
    names,
    seen_unit_shape,
)
from teams.queries.people import (
    FOUND_AT_MOST,
    member_shapes,
    people_starting,
    place_shapes,
    places,
    seen_person,
)
from teams.requests import person
from teams.roles import Power

LOOKS_SHOWN = 50

router = Router(tags=["people"])

Prefix = Annotated[str, Query(min_length=2, max_length=80)]


class Asked(Schema):
    reason: Literal["welcome", "shift", "safety", "account"]


@router.get("/people/places", response=dict[str, object])
def list_places(
    request: HttpRequest,
    under: str | None = None,
    cursor: str | None = None,
    limit: Limit = 100,
) -> dict[str, object]:
    """The topmost places whose people one may see, or those right below one."""
    user = person(request)
    after = decode_cursor(cursor, str, int)
    with reading():
        now = access.standing(user)
        parent = access.unit_with(user, under, Power.SEE_MEMBERS) if under else None
        found = places(now, parent)
        if after:
            found = found.filter(later("name", *after))
        units = list(found[: limit + 1])
        shown = units[:limit]
        last = shown[-1] if len(units) > limit else None
        return {
            "items": place_shapes(shown, now, parent),
            "next": encode_cursor(last.name, last.pk) if last else None,
        }


@router.get("/units/{unit_id}/members", response=dict[str, object])
def list_members(
    request: HttpRequest, unit_id: str, cursor: str | None = None, limit: Limit = 100
) -> dict[str, object]:
    """Names in one's own team or below what one leads; elsewhere the count alone."""
    user = person(request)
    after = decode_cursor(cursor, str, int)
    with reading():
        unit = access.unit_to_look_at(user, unit_id)
        count = members_after(unit, None).count()
        now = access.standing(user)
        seen = {**seen_unit_shape(unit, now), "join_mode": unit.join_mode}
        head = {"count": count, "unit": seen}
        if not now.may(Power.SEE_MEMBERS, unit):
            return {"items": [], "next": None, **head}
        members = list(
            members_after(unit, after).select_related("user__photo", "unit")[
                : limit + 1
            ]
        )
        return {**_page(user, members, limit), **head}


@router.get("/units/{unit_id}/members/out", response=dict[str, object])
def list_out(
    request: HttpRequest, unit_id: str, cursor: str | None = None, limit: Limit = 100
) -> dict[str, object]:
    """Who is suspended there or shut out everywhere, for who decides about people."""
    user = person(request)
    after = decode_cursor(cursor, str, int)
    with reading():
        unit = access.unit_with(user, unit_id, Power.MANAGE_PEOPLE)
        found = from_position(people_access.memberships_out(unit), after)
        page = _page(user, list(found[: limit + 1]), limit)
        return {**page, "may": _may(unit, access.standing(user))}


@router.get("/people", response=dict[str, object])
def find_people(request: HttpRequest, prefix: Prefix) -> dict[str, object]:
    """The first 20 whom one may see whose first or last name begins so."""
    user = person(request)
    check(SEARCHES, user.pk)
    with reading():
        now = access.standing(user)
        found = people_starting(now, prefix, FOUND_AT_MOST + 1)
        shown = found[:FOUND_AT_MOST]
        look_at(user, shown)
        more = len(found) > FOUND_AT_MOST
        return {"items": member_shapes(shown, now), "more": more}


@router.get("/people/{person_id}", response=dict[str, object])
def show_person(request: HttpRequest, person_id: str) -> dict[str, object]:
    """Where a person belongs, as far as one may see; contact details are masked."""
    user = person(request)
    with reading():
        now = access.standing(user)
        members = people_access.person_to_look_at(user, person_id)
        look_at(user, members)
        led = [one for one in members if now.may(Power.REVEAL_CONTACTS, one.unit)]
        seen = members[0].user
        return {
            "user": seen_person(seen),
            "memberships": member_shapes(members, now),
            "contacts": masked(seen) if led else None,
            "places": [
                {"id": str(one.unit_id), "may": _may(one.unit, now)} for one in members
            ],
        }


@router.post("/people/{person_id}/reveal", response=dict[str, str])
def reveal(request: HttpRequest, person_id: str, asked: Asked) -> dict[str, str]:
    """E-mail and phone, for a reason that is written down; the person sees it."""
    user = person(request)
    members = people_access.person_to_reveal(user, person_id)
    needs_fresh_proof(request)
    found = reveal_contacts(member=members[0], by=user, reason=Reason(asked.reason))
    return {"email": found.email, "phone": found.phone}


@router.get("/me/looks", response=dict[str, object])
def list_looks(request: HttpRequest) -> dict[str, object]:
    """Who looked at one's own contact details, when and why; the last 50."""
    entries = list(
        AuditEntry.objects.filter(
            act=Act.CONTACTS_REVEALED, subject_id=person(request).pk
        ).order_by("-seq")[:LOOKS_SHOWN]
    )
    called = names([entry.actor_id for entry in entries if entry.actor_id])
    return {
        "items": [
            {
                "at": wire_time(entry.at),
                "by": {
                    "id": str(entry.actor_id),
                    "name": called.get(entry.actor_id or 0, ""),
                },
                "reason": entry.detail.get("reason", ""),
            }
            for entry in entries
        ]
    }


def _page(user: User, members: list[Membership], limit: int) -> Listed:
    shown = members[:limit]
    look_at(user, shown)
    last = shown[-1] if len(members) > limit else None
    return {
        "items": member_shapes(shown, access.standing(user)),
        "next": encode_cursor(last.user.name, last.pk) if last else None,
    }


def _may(unit: Unit, now: access.Standing) -> list[str]:
    """The powers over a place; who answers for whole people has one word more."""
    powers = [power.value for power in now.powers_over(unit)]
    return [*powers, "reinstate_everywhere"] if answers_for(now, unit) else powers
