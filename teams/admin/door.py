"""Who is let into the administration, and for how long."""

import time

from django.http import HttpRequest

from hub.actions import transaction
from teams.access import unit_to_administer
from teams.actions import record
from teams.freshness import FRESH_FOR_S, is_fresh, needs_fresh_proof
from teams.models import Act, User
from teams.requests import person

ENTERED_AT = "administration_entered_at"


def enter(request: HttpRequest) -> None:
    """Lets an owner in who has just proven to be it, and writes that down.

    Raises `Refused`, with the `field` of `needs_fresh_proof` where a proof is missing.
    """
    user = person(request)
    campaign = unit_to_administer(user)
    needs_fresh_proof(request)
    with transaction():
        record(Act.ADMINISTRATION_ENTERED, by=user, unit=campaign)
    request.session[ENTERED_AT] = time.time()


def is_inside(request: HttpRequest, user: User) -> bool:
    """Ten minutes from the door, and no longer than the proof itself holds."""
    since = time.time() - request.session.get(ENTERED_AT, 0)
    # A clock that was set back lets nobody stay longer.
    return 0 <= since < FRESH_FOR_S and is_fresh(request, user)
