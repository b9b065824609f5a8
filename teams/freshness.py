"""Who must prove again that it is them, and how lately they have.

Leading a desk or more gives power over others: the sensitive acts of these people need
a passkey or a code of an authenticator app, at most ten minutes old. Whoever writes
such an act calls `needs_fresh_proof(request)` before it does anything.
"""

import time
from collections.abc import Container

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hub.errors import Refused
from teams.access import standing
from teams.loopback import is_local
from teams.models import User
from teams.requests import person
from teams.roles import Role

FRESH_FOR_S = 600
MUST_PROVE = frozenset({Role.DESK_LEAD, Role.ORGANIZER, Role.DIRECTOR, Role.OWNER})
DEMO = "demo"

_Type = Authenticator.Type
SECOND_FACTORS = frozenset({_Type.WEBAUTHN.value, _Type.TOTP.value})
# Who has lost the phone must be able to set up the next one, and hears of it by mail.
# Alone a code from a sheet of paper gives no power over others.
_OR_RECOVERY = SECOND_FACTORS | {_Type.RECOVERY_CODES.value}


def needs_fresh_proof(request: HttpRequest) -> None:
    """Passes for those who need none, or gave one within ten minutes; else `Refused`.

    Its `field` tells the client what to do: `proof` to ask for one and try again,
    `second_factor` to set one up first, `token` that a bearer token never will do.
    """
    user = person(request)
    if not must_prove(user):
        return
    if by_token(request):
        raise Refused(
            _("A token can't do this. Do it signed in, in a browser."), field="token"
        )
    if is_fresh(request, user):
        return
    if not has_second_factor(user):
        raise Refused(
            _("This needs a passkey or an authenticator app. Set one up first."),
            field="second_factor",
        )
    raise Refused(_("Prove first that it is you."), field="proof")


def needs_own_session(request: HttpRequest) -> User:
    """Who is signed in by a browser's session; nobody's token changes how one signs in.

    A token that leaks would else make itself into more than it is.
    """
    user = person(request)
    if by_token(request):
        raise Refused(
            _("A token can't do this. Do it signed in, in a browser."), field="token"
        )
    return user


def needs_proof_to_change_sign_in(request: HttpRequest) -> None:
    """Before a way to sign in is added or taken away: a recovery code is enough here.

    Its `field` is `proof_or_code` to ask for one, `sign_in` to sign in anew.
    Who has a second factor proves it; who has none has signed in just now, so that a
    session left open somewhere is not enough to take an account over.
    """
    user = needs_own_session(request)
    if not has_second_factor(user):
        if not _recorded(request, user, methods=None):
            raise Refused(
                _("Sign in again first: your last sign-in is too long ago for this."),
                field="sign_in",
            )
    elif not is_fresh(request, user, _OR_RECOVERY):
        raise Refused(_("Prove first that it is you."), field="proof_or_code")


def must_prove(user: User) -> bool:
    return any(seat.role in MUST_PROVE for seat in standing(user).seats)


def has_second_factor(user: User) -> bool:
    found = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS)
    return bool(found.exists())


def by_token(request: HttpRequest) -> bool:
    return "Authorization" in request.headers


def is_fresh(
    request: HttpRequest, user: User, types: Container[str] = SECOND_FACTORS
) -> bool:
    """Whether this very session proved it lately; the demo's one click counts."""
    if by_token(request):
        return False
    if settings.DEMO and is_local(request) and _signed_in_by(request, user, DEMO):
        return True
    return _recorded(request, user, methods=types)


def note_sign_in(request: HttpRequest, user: User, method: str) -> None:
    """For the ways in that are not allauth's, which notes its own."""
    record_authentication(request, user, method=method)


def _recorded(
    request: HttpRequest, user: User, *, methods: Container[str] | None
) -> bool:
    """A sign-in or proof within the time: of these second factors, or of any kind."""
    now = time.time()
    return any(
        # A clock that was set back makes nothing fresh for longer.
        0 <= now - record["at"] < FRESH_FOR_S
        and (methods is None or record.get("type") in methods)
        for record in get_authentication_records(request, user)
    )


def _signed_in_by(request: HttpRequest, user: User, method: str) -> bool:
    records = get_authentication_records(request, user)
    return any(record.get("method") == method for record in records)
