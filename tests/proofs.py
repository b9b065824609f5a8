"""How old the proofs are that sessions remember, in the server's database."""

import time
from collections.abc import Callable

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

METHODS = "account_authentication_methods"


def ten_minutes_later() -> None:
    """Every proof and sign-in is eleven minutes old."""
    _date(lambda at: at - 660)


def prove_anew() -> None:
    """Every proof and sign-in is of just now."""
    _date(lambda _at: time.time())


def _date(dated: Callable[[float], float]) -> None:
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        for record in session.get(METHODS, []):
            record["at"] = dated(record["at"])
        session.modified = True
        session.save()
