"""Does a request come from the very machine that it reached?"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

FORWARDING = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
_FORWARDING = frozenset(name.lower().encode() for name in FORWARDING)


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_from_here(scope: Mapping[str, Any]) -> bool:
    """The peer of an ASGI scope is loopback, and no proxy left a header."""
    host, _port = scope.get("client") or ("", 0)
    forwarded = any(name in _FORWARDING for name, _value in scope["headers"])
    return is_loopback(host) and not forwarded
