"""Who is asking: a bearer token, or else the session cookie. Sockets and HTTP."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from hub.routing import SignedIn
from teams.models import Token, User
from teams.secret import digest

TOUCH_AFTER = timedelta(minutes=1)


def signed_in(
    headers: Mapping[str, str], cookies: Mapping[str, str]
) -> SignedIn | None:
    """Who this is, in at most three queries; None for nobody.

    Header names are lower-case. With an Authorization header the cookies are ignored,
    so that no other site can lend a request both.
    """
    if "authorization" in headers:
        return _by_token(bearer(headers["authorization"]))
    return _by_session(cookies.get(settings.SESSION_COOKIE_NAME, ""))


def bearer(authorization: str) -> str:
    """The token of `Bearer <token>`; empty for any other scheme."""
    scheme, _, secret = authorization.partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _by_token(secret: str) -> SignedIn | None:
    now = timezone.now()
    token = (
        Token.objects.select_related("user")
        .filter(
            digest=digest(secret),
            revoked_at=None,
            expires_at__gt=now,
            user__is_active=True,
        )
        .first()
    )
    if token is None:
        return None
    _touch(token, now)
    return SignedIn(token.user, token=token.pk)


def _touch(token: Token, now: datetime) -> None:
    if token.last_used_at is None or now - token.last_used_at > TOUCH_AFTER:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)


def _by_session(key: str) -> SignedIn | None:
    if not key.isascii() or not key.isalnum():
        return None
    values = SessionStore(key).load()
    if values.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    user_id = int(values[SESSION_KEY])
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not constant_time_compare(
        values.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    ):
        return None
    return SignedIn(user, session=key)


def still_signed_in(people: Sequence[SignedIn]) -> set[tuple[str | None, int | None]]:
    """The (session, token) pairs among these that still hold: three queries for all.

    Sockets ask every minute, so that what expires silently ends too.
    """
    now = timezone.now()
    active = User.objects.filter(pk__in={one.user.pk for one in people}, is_active=True)
    alive = set(active.values_list("pk", flat=True))
    sessions = Session.objects.filter(
        pk__in={one.session for one in people if one.session}, expire_date__gt=now
    )
    tokens = Token.objects.filter(
        pk__in={one.token for one in people if one.token},
        revoked_at=None,
        expires_at__gt=now,
    )
    keys = set(sessions.values_list("pk", flat=True))
    ids = set(tokens.values_list("pk", flat=True))
    return {
        (one.session, one.token)
        for one in people
        if one.user.pk in alive and (one.session in keys or one.token in ids)
    }
