"""Joining: kept in the session until the mailed code has proven the address."""

from collections.abc import Mapping
from typing import TypedDict, cast

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hub.errors import Conflict, RateLimited
from teams.actions import (
    Admission,
    Door,
    Outcome,
    accept_documents,
    admit,
    change_profile,
    door_of,
)
from teams.documents import VERSIONS
from teams.models import Invitation, Unit, User
from teams.roles import Role

SESSION_KEY = "joining"
# What came of it, for the page that comes after the code.
OUTCOME_KEY = "joined"
SHUT = {
    Door.FULL: _("This team is full."),
    Door.ARCHIVED: _("This team has ended."),
    Door.CLOSED: _("This team takes nobody in at the moment."),
}


class Way(TypedDict):
    """Through which door somebody comes in."""

    unit: int
    invitation: int | None


class Joining(Way):
    email: str
    name: str
    accepted: dict[str, str]


def check_door(unit: Unit, invitation: Invitation | None) -> None:
    """`Conflict` with the reason where nobody can come in."""
    door = door_of(unit, invitation)
    if door in SHUT:
        raise Conflict(SHUT[door])


def check_accepted(accepted: Mapping[str, str]) -> dict[str, str]:
    """The versions as they are now; `Conflict` if somebody read others."""
    if dict(accepted) != dict(VERSIONS):
        sentence = _("The privacy notice or the code of conduct is a new one. Read it.")
        raise Conflict(sentence, field="accepted")
    return dict(VERSIONS)


def start(request: HttpRequest, way: Way, email: str, name: str, locale: str) -> None:
    """Mails a code. Known and unknown addresses go the same way.

    A new account is empty and belongs nowhere until the code is confirmed; its name,
    too, waits in the session, so that nobody can name somebody else.
    """
    if not ratelimit.consume(request, action="request_login_code", key=email):
        raise RateLimited(retry_after_ms=60_000)
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, "", locale)
    LoginCodeVerificationProcess.initiate(
        request=request, user=user if user.is_active else None, email=email
    )
    request.session[SESSION_KEY] = Joining(
        **way, email=email, name=name, accepted=dict(VERSIONS)
    )


def finish(request: HttpRequest, user: User) -> None:
    """Lets in whom the address was proven of; nothing if nobody asked to join."""
    if SESSION_KEY not in request.session:
        return
    joining = cast(Joining, request.session.pop(SESSION_KEY))
    if joining["email"] != user.email:
        return
    if not user.name:
        change_profile(user=user, name=joining["name"])
    enter(request, user, joining, joining["accepted"])


def enter(
    request: HttpRequest, user: User, way: Way, accepted: dict[str, str]
) -> Admission:
    """Comes in, or asks to; what came of it is kept for the next page."""
    accept_documents(user=user, versions=accepted)
    admission = _admission(user, way)
    request.session[OUTCOME_KEY] = {
        "outcome": admission.outcome.value,
        "unit": way["unit"],
    }
    return admission


def _admission(user: User, way: Way) -> Admission:
    unit = Unit.objects.get(pk=way["unit"])
    if way["invitation"] is None:
        return admit(user=user, unit=unit, role=Role.VOLUNTEER)
    invitations = Invitation.objects.filter(pk=way["invitation"], unit=unit)
    invitation = invitations.first()
    if invitation is None:
        return Admission(Outcome.REFUSED)
    role = Role(invitation.role)
    return admit(user=user, unit=unit, role=role, invitation=invitation)
