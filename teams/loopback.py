"""Is this request from the very machine that it reached, with nothing in between?"""

from ipaddress import ip_address

from django.http import HttpRequest

FORWARDING = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")


def is_local(request: HttpRequest) -> bool:
    """Listener and peer are loopback and no proxy left a header."""
    if any(name in request.headers for name in FORWARDING):
        return False
    scope = getattr(request, "scope", {})
    listener, _port = scope.get("server") or ("", None)
    return _loopback(listener) and _loopback(request.META.get("REMOTE_ADDR", ""))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
