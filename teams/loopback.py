"""Is this request from the very machine that it reached, with nothing in between?"""

from django.http import HttpRequest

from hub import live
from hub.loopback import FORWARDING, is_loopback


def is_local(request: HttpRequest) -> bool:
    """Listener and peer are loopback and no proxy left a header."""
    if any(name in request.headers for name in FORWARDING):
        return False
    reached, _port = getattr(request, "scope", {}).get("server") or ("", None)
    # A server that listens on every address is open to others, by whichever it came.
    ends = {reached, request.META.get("REMOTE_ADDR", ""), *live.listening_on}
    return all(is_loopback(end) for end in ends)
