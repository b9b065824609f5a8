"""Sessions of browsers: noted at sign-in, seen now and then, ended from anywhere."""

from collections.abc import Collection, Mapping
from datetime import datetime
from ipaddress import ip_network

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from hub.actions import revoke, transaction
from teams.models import User


def remember_session(request: HttpRequest) -> None:
    """Notes with which browser this session came; of the address only the network."""
    UserSession.objects.create_from_request(request)
    mine = UserSession.objects.filter(session_key=request.session.session_key)
    for session in mine:
        mine.update(ip=_network(session.ip))


def note_seen(seen: Mapping[str, datetime]) -> None:
    """When sessions, by their keys, were last used."""
    for session_key, at in seen.items():
        UserSession.objects.filter(session_key=session_key, last_seen_at__lt=at).update(
            last_seen_at=at
        )


def note_connected(session_keys: Collection[str]) -> None:
    """That these have a socket open right now."""
    UserSession.objects.filter(session_key__in=session_keys).update(
        last_seen_at=timezone.now()
    )


def end_sessions(*, user: User, session_ids: Collection[int]) -> int:
    """Signs this person's browsers out, and closes what they have open (G7)."""
    with transaction():
        going = list(UserSession.objects.filter(user=user, pk__in=session_ids))
        keys = [session.session_key for session in going]
        Session.objects.filter(pk__in=keys).delete()
        UserSession.objects.filter(pk__in=[session.pk for session in going]).delete()
        for key in keys:
            revoke(session=key, reason="signed out elsewhere")
        return len(keys)


def forget_sessions() -> None:
    """Deletes expired sessions; their sockets were closed at the minute's check."""
    with transaction():
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
        alive = Session.objects.filter(pk=OuterRef("session_key"))
        UserSession.objects.exclude(Exists(alive)).delete()


def _network(address: str) -> str:
    """192.0.2.17 is kept as 192.0.2.0, and IPv6 by its /48."""
    length = 48 if ":" in address else 24
    return str(ip_network(f"{address}/{length}", strict=False).network_address)
