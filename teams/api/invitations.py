"""Making, showing, extending and ending invitations."""

from datetime import timedelta
from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from hub.clock import wire_time
from hub.paging import Limit, decode_cursor, listed
from teams import access, deciding
from teams.actions import (
    Invited,
    change_door,
    extend_invitation,
    invite,
    revoke_invitation,
    speak_code,
)
from teams.api.shapes import qr_of
from teams.arrivals import living_invitations
from teams.models import Invitation, InvitationKind, JoinMode, Unit
from teams.placement import taken
from teams.queries import first_name, leader_of, unit_shape
from teams.requests import person
from teams.roles import Power, Role

LINK_HOURS = 30 * 24
SPOKEN_HOURS = 4
USES = 50

router = Router(tags=["invitations"])

Text = Annotated[str, StringConstraints(max_length=400)]
Hours = Annotated[int, Field(ge=1, le=366 * 24)] | None
Uses = Annotated[int, Field(ge=1, le=10_000)]


class NewInvitation(Schema):
    """`hours` null: a link that works until it is used up or ended."""

    unit: Text
    role: Text = Role.VOLUNTEER
    kind: Literal["link", "spoken"] = "link"
    hours: Hours = LINK_HOURS
    uses: Uses = USES


class Extension(Schema):
    hours: Hours
    uses: Uses


class DoorChange(Schema):
    join_mode: Literal["open", "code", "approval", "closed"]
    capacity: Annotated[int, Field(ge=1, le=100_000)] | None


class Secret(Schema):
    secret: Text


@router.post("/invitations", response={201: dict[str, object]})
def make_invitation(
    request: HttpRequest, wanted: NewInvitation
) -> Status[dict[str, object]]:
    """Into a unit that one leads, into one's own role at the most.

    A `link` with its QR code; a `spoken` code for at most 4 hours and 50 people.
    """
    user = person(request)
    unit = access.unit_to_invite_into(user, wanted.unit, wanted.role)
    role = Role(wanted.role)
    if wanted.kind == "spoken":
        hours = wanted.hours if "hours" in wanted.model_fields_set else SPOKEN_HOURS
        lasts = timedelta(hours=hours or SPOKEN_HOURS)
        invited = speak_code(
            unit=unit, role=role, by=user, lasts=lasts, max_uses=wanted.uses
        )
    else:
        invited = invite(
            unit=unit,
            role=role,
            by=user,
            lasts=_span(wanted.hours),
            max_uses=wanted.uses,
        )
    return Status(201, invited_shape(invited) | {"qr": qr_of(_link(invited.secret))})


@router.post("/invitations/poster", response=dict[str, object])
def show_poster(request: HttpRequest, wanted: Secret) -> dict[str, object]:
    """What a printed sheet needs, for who made the invitation or may end it.

    `address` is null where nothing that one can type leads in.
    """
    found = access.open_invitation(wanted.secret)
    invitation = access.invitation_to_change(person(request), str(found.pk))
    leader = leader_of(invitation.unit)
    link = _link(wanted.secret)
    is_spoken = invitation.kind == InvitationKind.SPOKEN
    is_open = invitation.unit.join_mode == JoinMode.OPEN
    return {
        "unit": unit_shape(invitation.unit),
        "leader": first_name(leader) if leader else "",
        "link": link,
        "qr": qr_of(link),
        "address": _address() if is_spoken or is_open else None,
        "code": wanted.secret if is_spoken else None,
        "expires_at": _expiry(invitation),
    }


@router.get("/units/{unit_id}/invitations", response=dict[str, object])
def list_invitations(
    request: HttpRequest, unit_id: str, cursor: str | None = None, limit: Limit = 50
) -> dict[str, object]:
    """Those that still open the door, the newest first; never their secrets.

    `roles` are those that the asker may invite people as.
    """
    user = person(request)
    unit = access.unit_with(user, unit_id, Power.INVITE)
    rows = living_invitations(unit)
    if after := decode_cursor(cursor, int):
        rows = rows.filter(pk__lt=after[0])
    page = listed(
        list(rows[: limit + 1]), limit, _invitation_shape, lambda row: (row.pk,)
    )
    roles = deciding.roles_to_give(user, unit)
    return {
        **page,
        "unit": unit_shape(unit),
        "door": _door_shape(unit),
        "roles": roles,
    }


@router.patch("/invitations/{invitation_id}", response=dict[str, object])
def extend(
    request: HttpRequest, invitation_id: str, wanted: Extension
) -> dict[str, object]:
    user = person(request)
    invitation = access.invitation_to_change(user, invitation_id)
    changed = extend_invitation(
        invitation=invitation, by=user, lasts=_span(wanted.hours), max_uses=wanted.uses
    )
    return _invitation_shape(changed)


@router.delete("/invitations/{invitation_id}", response={204: None})
def end(request: HttpRequest, invitation_id: str) -> Status[None]:
    user = person(request)
    invitation = access.invitation_to_change(user, invitation_id)
    revoke_invitation(invitation=invitation, by=user)
    return Status(204, None)


@router.patch("/units/{unit_id}/door", response=dict[str, object])
def set_door(
    request: HttpRequest, unit_id: str, wanted: DoorChange
) -> dict[str, object]:
    """How people come into a unit that one may invite into, and how many."""
    user = person(request)
    unit = access.unit_with(user, unit_id, Power.INVITE)
    mode = JoinMode(wanted.join_mode)
    changed = change_door(unit=unit, join_mode=mode, capacity=wanted.capacity, by=user)
    return _door_shape(changed)


def invited_shape(invited: Invited) -> dict[str, object]:
    """The secret travels in the fragment, which browsers send to no server."""
    invitation, secret = invited
    is_spoken = invitation.kind == InvitationKind.SPOKEN
    return {
        "unit": unit_shape(invitation.unit),
        "role": invitation.role,
        "link": _link(secret),
        "code": secret if is_spoken else None,
        "expires_at": _expiry(invitation),
    }


def _invitation_shape(invitation: Invitation) -> dict[str, object]:
    by = invitation.created_by
    return {
        "id": str(invitation.pk),
        "kind": invitation.kind,
        "role": invitation.role,
        "by": {"id": str(by.pk), "name": by.name},
        "uses": invitation.uses,
        "max_uses": invitation.max_uses,
        "expires_at": _expiry(invitation),
    }


def _door_shape(unit: Unit) -> dict[str, object]:
    return {
        "join_mode": unit.join_mode,
        "capacity": unit.capacity,
        "taken": taken(unit),
    }


def _link(secret: str) -> str:
    return f"{settings.PUBLIC_URL}/join#{secret}"


def _address() -> str:
    return f"{settings.PUBLIC_URL.partition('://')[2]}/join"


def _expiry(invitation: Invitation) -> str | None:
    return wire_time(invitation.expires_at) if invitation.expires_at else None


def _span(hours: int | None) -> timedelta | None:
    return timedelta(hours=hours) if hours else None
