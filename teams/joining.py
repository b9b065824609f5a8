"""Joining by a link: kept in the session until the code has proven the address."""

from typing import TypedDict, cast

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.http import HttpRequest

from hub.errors import RateLimited
from teams.actions import accept, change_profile
from teams.models import Invitation, Membership, User

SESSION_KEY = "joining"


class Joining(TypedDict):
    invitation: int
    email: str
    name: str


def start(
    request: HttpRequest, invitation: Invitation, email: str, name: str, locale: str
) -> None:
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
        invitation=invitation.pk, email=email, name=name
    )


def finish(request: HttpRequest, user: User) -> Membership | None:
    """Makes the membership that waited for this address; None if none did."""
    if SESSION_KEY not in request.session:
        return None
    joining = cast(Joining, request.session.pop(SESSION_KEY))
    if joining["email"] != user.email:
        return None
    if not user.name:
        change_profile(user=user, name=joining["name"])
    invitation = (
        Invitation.objects.select_related("unit", "created_by")
        .filter(pk=joining["invitation"])
        .first()
    )
    return accept(user=user, invitation=invitation) if invitation else None
