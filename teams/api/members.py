"""What is decided about a member: role, silence, suspension, removal."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from hub.actions import transaction
from hub.clock import wire_time
from teams import deciding
from teams.actions import (
    change_role,
    mute_member,
    reinstate_member,
    reinstate_person,
    remove_member,
    suspend_member,
    suspend_person,
    unmute_member,
)
from teams.freshness import needs_fresh_proof
from teams.models import Membership, User
from teams.queries import unit_shape
from teams.requests import person
from teams.roles import Role

MINUTES_AT_MOST = 7 * 24 * 60

router = Router(tags=["members"])


class NewRole(Schema):
    role: Annotated[str, StringConstraints(max_length=12)]


class Silence(Schema):
    minutes: Annotated[int, Field(ge=1, le=MINUTES_AT_MOST)]


@router.get("/members/{member_id}", response=dict[str, object])
def show_member(request: HttpRequest, member_id: str) -> dict[str, object]:
    """One member, and in `may` what the asker may decide about them."""
    user = person(request)
    return _shape(user, deciding.member_to_look_at(user, member_id))


@router.patch("/members/{member_id}", response=dict[str, object])
def give_role(
    request: HttpRequest, member_id: str, wanted: NewRole
) -> dict[str, object]:
    """Never above one's own role, and never about one's own superior."""
    user = person(request)
    with transaction():
        member = deciding.member_to_make(user, member_id, wanted.role)
        needs_fresh_proof(request)
        change_role(membership=member, role=Role(wanted.role), by=user)
    return _shape(user, member)


@router.post("/members/{member_id}/mute", response=dict[str, object])
def mute(request: HttpRequest, member_id: str, silence: Silence) -> dict[str, object]:
    """They read on, but write nothing for so long; muted again, the last one counts."""
    until = timezone.now() + timedelta(minutes=silence.minutes)
    silenced = partial(mute_member, until=until)
    return _decided(request, member_id, deciding.member_to_mute, silenced)


@router.post("/members/{member_id}/unmute", response=dict[str, object])
def unmute(request: HttpRequest, member_id: str) -> dict[str, object]:
    return _decided(request, member_id, deciding.member_to_mute, unmute_member)


@router.post("/members/{member_id}/suspend", response=dict[str, object])
def suspend(request: HttpRequest, member_id: str) -> dict[str, object]:
    """Out of this place at once, and no invitation leads back in."""
    return _decided(request, member_id, deciding.member_to_suspend, suspend_member)


@router.post("/members/{member_id}/reinstate", response=dict[str, object])
def reinstate(request: HttpRequest, member_id: str) -> dict[str, object]:
    return _decided(request, member_id, deciding.member_to_reinstate, reinstate_member)


@router.delete("/members/{member_id}", response={204: None})
def remove(request: HttpRequest, member_id: str) -> Status[None]:
    """Out of this place; an invitation may lead back in."""
    user = person(request)
    with transaction():
        member = deciding.member_to_remove(user, member_id)
        remove_member(membership=member, by=user)
    return Status(204, None)


@router.post("/people/{person_id}/suspend", response={204: None})
def suspend_everywhere(request: HttpRequest, person_id: str) -> Status[None]:
    """Closes every socket, session and token of the person."""
    return _decided_everywhere(request, person_id, suspend_person)


@router.post("/people/{person_id}/reinstate", response={204: None})
def reinstate_everywhere(request: HttpRequest, person_id: str) -> Status[None]:
    return _decided_everywhere(request, person_id, reinstate_person)


def _decided(
    request: HttpRequest,
    member_id: str,
    asked: Callable[[User, str], Membership],
    act: Callable[..., None],
) -> dict[str, object]:
    user = person(request)
    with transaction():
        member = asked(user, member_id)
        act(membership=member, by=user)
    return _shape(user, member)


def _decided_everywhere(
    request: HttpRequest, person_id: str, act: Callable[..., None]
) -> Status[None]:
    user = person(request)
    with transaction():
        act(user=deciding.person_to_suspend(user, person_id), by=user)
    return Status(204, None)


def _shape(user: User, member: Membership) -> dict[str, object]:
    until = member.muted_until
    muted = until is not None and until > timezone.now()
    return {
        "id": str(member.pk),
        "user": {"id": str(member.user_id), "name": member.user.name},
        "unit": unit_shape(member.unit),
        "role": member.role,
        "state": member.state,
        "is_active": member.user.is_active,
        "since": wire_time(member.since),
        "muted_until": wire_time(until) if until and muted else None,
        "may": deciding.decidable(user, member).words,
        "roles": deciding.roles_to_give(user, member.unit),
    }
