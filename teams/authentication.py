"""Who is asking: a bearer token, or else the session cookie. Sockets and HTTP."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from hub.routing import Credentials, SignedIn
from teams.actions import note_connected, note_seen
from teams.models import Token, TokenScope, User
from teams.secret import digest

# When each token was used last, as far as it is not yet written down: who signs in
# does not wait for a database that can be read but not written.
_used: dict[int, datetime] = {}
# The same for sessions that ask over HTTP, by their keys.
_seen: dict[str, datetime] = {}


def signed_in(
    headers: Mapping[str, str], cookies: Mapping[str, str]
) -> SignedIn | None:
    """Who this is, in at most three queries; None for nobody.

    Header names are lower-case. With an Authorization header the cookies are ignored,
    so that no other site can lend a request both.
    """
    return all_signed_in([(headers, cookies)])[0]


def all_signed_in(asked: Sequence[Credentials]) -> list[SignedIn | None]:
    """The same for each of many: as many queries as for one."""
    secrets = [
        bearer(headers["authorization"]) if "authorization" in headers else None
        for headers, _cookies in asked
    ]
    keys = [
        cookies.get(settings.SESSION_COOKIE_NAME, "") if secret is None else ""
        for secret, (_headers, cookies) in zip(secrets, asked, strict=True)
    ]
    by_token = _by_tokens({secret for secret in secrets if secret})
    by_session = _by_sessions({key for key in keys if key.isascii() and key.isalnum()})
    return [
        by_session.get(key) if secret is None else by_token.get(secret)
        for secret, key in zip(secrets, keys, strict=True)
    ]


def bearer(authorization: str) -> str:
    """The token of `Bearer <token>`; empty for any other scheme."""
    scheme, _, secret = authorization.partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _by_tokens(secrets: Collection[str]) -> dict[str, SignedIn]:
    if not secrets:
        return {}
    now = timezone.now()
    digests = {digest(secret): secret for secret in secrets}
    tokens = Token.objects.select_related("user").filter(
        digest__in=digests, revoked_at=None, expires_at__gt=now, user__is_active=True
    )
    found = list(tokens)
    _used.update((token.pk, now) for token in found)
    return {
        digests[token.digest]: SignedIn(
            token.user, token=token.pk, may_write=token.scope == TokenScope.WRITE
        )
        for token in found
    }


def _by_sessions(keys: Collection[str]) -> dict[str, SignedIn]:
    if not keys:
        return {}
    rows = Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now())
    store = SessionStore()
    values = {row.session_key: store.decode(row.session_data) for row in rows}
    ids = {key: _user_id(value) for key, value in values.items()}
    people = User.objects.filter(is_active=True).in_bulk(set(ids.values()) - {0})
    return {
        key: SignedIn(people[ids[key]], session=key)
        for key, value in values.items()
        if ids[key] in people and _is_current(value, people[ids[key]])
    }


def _user_id(session: Mapping[str, str]) -> int:
    """0 for a session of nobody, or one of a way to sign in that is gone."""
    known = session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    return int(session[SESSION_KEY]) if known else 0


def _is_current(session: Mapping[str, str], user: User) -> bool:
    current = user.get_session_auth_hash()
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), current)


def still_signed_in(people: Sequence[SignedIn]) -> set[tuple[str | None, int | None]]:
    """The (session, token) pairs among these that still hold: three queries for all.

    Sockets ask every minute, so that what expires silently ends too. When tokens were
    used is written down on this occasion.
    """
    with suppress(DatabaseError):
        note_uses()
        note_connected([one.session for one in people if one.session])
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


def seen(session_key: str) -> None:
    """Keeps in mind that a session is in use, until the next look writes it down."""
    _seen[session_key] = timezone.now()


def note_uses() -> None:
    """Writes down when tokens and sessions were used last in this process."""
    over_http = {key: _seen.pop(key) for key in list(_seen)}
    note_seen(over_http)
    while _used:
        token_id, at = _used.popitem()
        Token.objects.filter(pk=token_id).update(last_used_at=at)
