"""How one signs in: second factors, browsers, tokens; and the test of the mail."""

from datetime import timedelta
from typing import Annotated, Literal

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItemPerMinute
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from hub import limits
from hub.clock import wire_time
from hub.errors import RateLimited, Refused
from teams import access, freshness, openid, sign_in_changes
from teams.accounts import count_sign_in
from teams.actions import (
    end_sessions,
    issue_token,
    remember_session,
    revoke_token,
)
from teams.devices import device
from teams.mail_test import send_test_mail
from teams.mails import Change
from teams.models import Token, TokenScope
from teams.names import clean_name
from teams.requests import person
from teams.roles import Role

TOKEN_DAYS_AT_MOST = 365
MAIL_TESTS = RateLimitItemPerMinute(3, namespace="mail_test")

router = Router(tags=["accounts"])


class NewToken(Schema):
    name: Annotated[str, StringConstraints(max_length=400)]
    scope: Literal["read", "write"] = "read"
    days: Annotated[int, Field(ge=1, le=TOKEN_DAYS_AT_MOST)] = 90


@router.post("/sign-in/openid", auth=None, response=dict[str, object])
def begin_openid(request: HttpRequest) -> dict[str, object]:
    """Where the browser goes to sign in with the campaign's own provider."""
    if not count_sign_in(request):
        raise RateLimited(retry_after_ms=60_000)
    return {"location": openid.begin(request)}


@router.get("/me/sign-in", response=dict[str, object])
def sign_in_methods(request: HttpRequest) -> dict[str, object]:
    """The person's second factors, and whether their role needs one."""
    user = freshness.needs_own_session(request)
    found = Authenticator.objects.filter(user=user).order_by("pk")
    passkeys = [_passkey(one) for one in found if one.type == "webauthn"]
    codes = next((one for one in found if one.type == "recovery_codes"), None)
    return {
        "must_prove": freshness.must_prove(user),
        "is_fresh": freshness.is_fresh(request, user),
        "passkeys": passkeys,
        "totp": any(one.type == "totp" for one in found),
        "recovery_codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "email": user.email,
        "openid": settings.OPENID_CONNECT_NAME if openid.is_offered() else None,
    }


@router.get("/me/sessions", response=dict[str, object])
def list_sessions(request: HttpRequest) -> dict[str, object]:
    """The browsers that are signed in as this person, the one last seen first."""
    user = freshness.needs_own_session(request)
    key = request.session.session_key
    found = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "pk"))
    if key and not any(one.session_key == key for one in found):
        # Of a session that is older than this list.
        remember_session(request)
        found = list(UserSession.objects.filter(user=user).order_by("-last_seen_at"))
    return {"items": [_session_shape(one, key) for one in found], "next": None}


@router.delete("/me/sessions", response=dict[str, object])
def end_other_sessions(request: HttpRequest) -> dict[str, object]:
    user = freshness.needs_own_session(request)
    others = UserSession.objects.filter(user=user).exclude(
        session_key=request.session.session_key or ""
    )
    ids = list(others.values_list("pk", flat=True))
    return {"ended": end_sessions(user=user, session_ids=ids)}


@router.delete("/me/sessions/{session_id}", response={204: None})
def end_session(request: HttpRequest, session_id: str) -> Status[None]:
    user = freshness.needs_own_session(request)
    if not end_sessions(user=user, session_ids=[access.key(session_id)]):
        raise Refused
    return Status(204, None)


@router.get("/me/tokens", response=dict[str, object])
def list_tokens(request: HttpRequest) -> dict[str, object]:
    user = freshness.needs_own_session(request)
    return {
        "items": [_token_shape(one) for one in access.own_tokens(user)],
        "next": None,
    }


@router.post("/me/tokens", response={201: dict[str, object]})
def make_token(request: HttpRequest, wanted: NewToken) -> Status[dict[str, object]]:
    """The secret is in this answer and nowhere else, ever."""
    user = freshness.needs_own_session(request)
    freshness.needs_fresh_proof(request)
    token, secret = issue_token(
        user=user,
        name=clean_name(wanted.name),
        lasts=timedelta(days=wanted.days),
        scope=TokenScope(wanted.scope),
        by=user,
    )
    reads = token.scope == TokenScope.READ
    made = Change.READING_TOKEN_MADE if reads else Change.WRITING_TOKEN_MADE
    sign_in_changes.tell(request, user, made)
    return Status(201, _token_shape(token) | {"secret": secret})


@router.delete("/me/tokens/{token_id}", response={204: None})
def end_token(request: HttpRequest, token_id: str) -> Status[None]:
    user = freshness.needs_own_session(request)
    revoke_token(token=access.own_token(user, token_id), by=user)
    return Status(204, None)


@router.post("/mail/test", response=dict[str, object])
def test_mail(request: HttpRequest) -> dict[str, object]:
    """Sends a mail to who asks; for owners and directors, three times a minute."""
    user = person(request)
    roles = {seat.role for seat in access.standing(user).seats}
    if not roles & {Role.OWNER, Role.DIRECTOR}:
        raise Refused
    limits.check(MAIL_TESTS, user.pk)
    outcome = send_test_mail(user)
    return {
        "sent": outcome.is_sent,
        "message": str(outcome.message),
        "server_said": outcome.said,
    }


def _passkey(one: Authenticator) -> dict[str, object]:
    used = one.last_used_at
    return {
        "id": str(one.pk),
        "name": one.wrap().name,
        "created_at": wire_time(one.created_at),
        "last_used_at": wire_time(used) if used else None,
    }


def _session_shape(one: UserSession, current: str | None) -> dict[str, object]:
    found = device(one.user_agent)
    return {
        "id": str(one.pk),
        "browser": found.browser,
        "system": found.system,
        "since": wire_time(one.created_at),
        "last_seen_at": wire_time(one.last_seen_at),
        "is_current": one.session_key == current,
    }


def _token_shape(one: Token) -> dict[str, object]:
    used = one.last_used_at
    return {
        "id": str(one.pk),
        "name": one.name,
        "scope": one.scope,
        "expires_at": wire_time(one.expires_at),
        "last_used_at": wire_time(used) if used else None,
    }
