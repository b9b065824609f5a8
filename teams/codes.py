"""Guessing of spoken codes: limited per address and browser, watched campaign-wide."""

import hashlib

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from limits import RateLimitItemPerMinute

from hub import limits
from hub.addresses import origin_of
from hub.errors import RateLimited, Refused
from teams import access
from teams.actions import count_missed_code
from teams.models import Invitation
from teams.secret import spoken_code

DOES_NOT_WORK = _(
    "This code does not work. Check the digits; if they are right, ask for a new one."
)
PER_BROWSER = limits.over_all_processes(
    RateLimitItemPerMinute(10, 10, namespace="code by browser")
)
# A hall full of people may sit behind one address, and some of them mistype.
PER_ADDRESS = limits.over_all_processes(
    RateLimitItemPerMinute(60, 10, namespace="code by address")
)


def invitation_of(request: HttpRequest, secret: str) -> Invitation:
    """What a link's secret or a spoken code opens; one `Refused` for all that don't.

    Who has guessed too often gets `RateLimited` whether or not the next code is right.
    """
    if spoken_code(secret) is None:
        return access.open_invitation(secret)
    counted = [(PER_BROWSER, _browser(request)), (PER_ADDRESS, _address(request))]
    for limit, key in counted:
        if limits.is_exhausted(limit, key):
            raise RateLimited(retry_after_ms=limit.get_expiry() * 1000)
    try:
        return access.open_invitation(secret)
    except Refused as refusal:
        for limit, key in counted:
            limits.count(limit, key)
        count_missed_code()
        raise Refused(DOES_NOT_WORK) from refusal


def _browser(request: HttpRequest) -> str:
    """Every browser that may post has a CSRF cookie; who throws it away has none."""
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return hashlib.sha256(cookie.encode()).hexdigest()


def _address(request: HttpRequest) -> str:
    return origin_of(request.META.get("REMOTE_ADDR"))
