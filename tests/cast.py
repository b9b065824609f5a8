"""The fixed cast: Alice volunteers in Riverside, Bob leads it, Charlie is of Hillside.

Charlie is in every access test: he must see and do nothing there.
"""

import time
from dataclasses import dataclass
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from teams.actions import (
    accept_documents,
    add_member,
    open_campaign,
    open_unit,
)
from teams.actions.tokens import TOKEN_PREFIX
from teams.models import Token, Unit, User
from teams.roles import Role
from teams.secret import digest, new_secret

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"


@dataclass(frozen=True)
class Cast:
    campaign: Unit
    centre: Unit
    region: Unit
    office: Unit
    riverside: Unit
    hillside: Unit
    alice: User
    bob: User
    charlie: User
    olive: User  # organizer of the office
    oscar: User  # operator at the desks of the office and the centre
    diana: User  # director, at the centre


def assemble() -> Cast:
    """Opens the small campaign and makes everybody a member of their place."""
    campaign = open_campaign(
        name="Ohio", kind="political", timezone="UTC", languages=["en", "ar", "es"]
    ).unit
    centre = open_unit(kind="centre", name="Columbus", parent=campaign)
    region = open_unit(kind="region", name="North", parent=centre)
    office = open_unit(kind="office", name="Akron", parent=region)
    riverside = open_unit(kind="team", name="Riverside", parent=office)
    hillside = open_unit(kind="team", name="Hillside", parent=office)
    oscar = _person("Oscar", office, Role.OPERATOR, locale="es")
    add_member(user=oscar, unit=centre, role=Role.OPERATOR)
    return Cast(
        campaign=campaign,
        centre=centre,
        region=region,
        office=office,
        riverside=riverside,
        hillside=hillside,
        alice=_person("Alice", riverside, Role.VOLUNTEER),
        bob=_person("Bob", riverside, Role.LEADER),
        charlie=_person("Charlie", hillside, Role.VOLUNTEER, locale="ar"),
        olive=_person("Olive", office, Role.ORGANIZER),
        oscar=oscar,
        diana=_person("Diana", centre, Role.DIRECTOR),
    )


def token_of(user: User) -> str:
    """In one query, so that lists can be counted in which somebody asks by it."""
    secret = new_secret(TOKEN_PREFIX)
    tomorrow = timezone.now() + timedelta(days=1)
    Token.objects.create(
        user=user, name="tests", digest=digest(secret), expires_at=tomorrow
    )
    return secret


def session_of(user: User, *, proven: bool = False) -> str:
    """What the session cookie of somebody holds who signed in by code.

    `proven`: and has just given a code of an authenticator app.
    """
    session = SessionStore()
    if proven:
        session["account_authentication_methods"] = [
            {"method": "mfa", "type": "totp", "at": time.time()}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key
    UserSession.objects.create(
        user=user, session_key=session.session_key, ip="192.0.2.0", user_agent=FIREFOX
    )
    return session.session_key


def _person(name: str, unit: Unit, role: Role, locale: str = "en") -> User:
    email = f"{name.lower()}@example.org"
    user = User.objects.create_user(email=email, name=name, locale=locale)
    user.phone = f"+1555010{user.pk % 10_000:04}"
    user.save(update_fields=["phone"])
    add_member(user=user, unit=unit, role=role)
    accept_documents(user=user)
    return user
