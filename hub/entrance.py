"""Who is at the door: the same questions for sockets and for event streams."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from hub import live
from hub.routing import SignedIn


async def signed_in(hub: live.Hub, headers: Mapping[str, str]) -> SignedIn | None:
    """Asked again when rights changed meanwhile: no revocation slips between."""
    arrival = object()
    hub.arriving.add(arrival)
    try:
        while True:
            seen = hub.control.seen
            cookies = cookies_of(headers)
            found = await hub.sign_ins.ask((headers, cookies))
            if hub.control.seen == seen:
                return found
    finally:
        hub.arriving.discard(arrival)


def headers_of(scope: Mapping[str, Any]) -> dict[str, str]:
    """Names in lower case, as ASGI has them."""
    return {name.decode(): value.decode("latin1") for name, value in scope["headers"]}


def cookies_of(headers: Mapping[str, str]) -> dict[str, str]:
    return parse_cookie(headers.get("cookie", ""))


def is_meant(named: str | None, user: Any) -> bool:
    """What `X-Muster-User` says: in a browser somebody else may be signed in by now.

    What one person wrote and could not send must never go out as another's.
    """
    return named is None or named == str(user.pk)


def lends_cookies(headers: Mapping[str, str]) -> bool:
    """Whether a browser may have been made to send a person's cookies along.

    Whoever brings a token, or neither cookie nor Origin, has nothing to be lent.
    """
    if "authorization" in headers:
        return False
    return "origin" in headers or settings.SESSION_COOKIE_NAME in cookies_of(headers)
