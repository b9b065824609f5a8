"""Leaves out what autobahn and Twisted keep for each socket and nobody reads again.

An idle signed-in socket is a few kilobytes of objects; ten thousand of them are most of
what a server holds. And what is freed by counting references needs no collector, whose
work grows with every socket that is open.
"""

import ctypes
import gc
from typing import Any, TypeVar

from autobahn.websocket.protocol import TrafficStats
from twisted.web.http import HTTPChannel

T = TypeVar("T")
SWEPT_AFTER = 10_000
FEW = 500
_lost = 0

# What the handshake was made of; autobahn reads none of it once the socket is open.
OF_THE_HANDSHAKE: dict[str, Any] = {
    "http_request_data": b"",
    "http_response_data": b"",
    "http_status_line": "",
    "http_headers": {},
    "http_request_params": {},
    "http_request_host": "",
    "websocket_protocols": (),
    "websocket_extensions": (),
    "websocket_extensions_in_use": (),
    "websocket_origin": "",
    "_wskey": "",
    "_transport_details": None,
    "clean_headers": (),
    "root_path": "",
    "openHandshakeTimeoutCall": None,
}


class Queue:
    """Stands for the queue of an application that has ended: nobody reads it."""

    def put_nowait(self, _message: object) -> None:
        pass


class Request:
    """What Daphne still asks of a request after the handshake: its path, for a log."""

    path = "/ws/"


QUEUE, REQUEST = Queue(), Request()
TRAFFIC: Any = TrafficStats()  # type: ignore[no-untyped-call]


def with_options_of(protocol: type[T], factory: Any) -> type[T]:
    """The protocol with the factory's options as class attributes.

    autobahn would copy some thirty to each socket, and make a pretty text of them for
    a log that nobody reads: a fifth of a handshake's time.
    """
    names: list[str] = protocol.CONFIG_ATTRS  # type: ignore[attr-defined]
    options = {name: getattr(factory, name) for name in names}
    own = {
        name: staticmethod(value) if callable(value) else value
        for name, value in options.items()
    }
    attributes = {**OF_THE_HANDSHAKE, **own, "CONFIG_ATTRS": []}
    return type(protocol.__name__, (protocol,), attributes)


def forget_handshake(protocol: Any) -> None:
    """For an open socket whose frames no application waits for any more."""
    kept = protocol.__dict__
    for name in OF_THE_HANDSHAKE:
        kept.pop(name, None)
    kept.pop("application_deferred", None)
    kept["application_queue"], kept["request"] = QUEUE, REQUEST
    kept["trafficStats"] = TRAFFIC
    # A dictionary does not shrink; a new one is as large as it must be.
    protocol.__dict__ = dict(kept)


def forget_upgraded(request: Any) -> None:
    """Frees the request that became a socket, and the channel that brought it."""
    channel: HTTPChannel | None = request.channel
    if channel is not None:
        channel.requests.clear()
        request.channel = None


def cut_circles(protocol: Any) -> None:
    """After the connection is lost: autobahn's futures hold the protocol itself."""
    protocol.is_open = protocol.is_closed = None


def sweep(still_open: int) -> None:
    """Called for each socket that is gone: after 10,000, with few open, a full pass.

    With the thresholds of `serve` there would hardly ever be one. And nothing else
    empties the interpreter's lists of free tuples, which queries of ever other lengths
    fill bit by bit, up to 5 MB whose pages serve nothing else. It takes 0.6 s with
    10,000 sockets: where there are always many, that memory is the lesser evil.
    """
    global _lost
    _lost += 1
    if _lost >= SWEPT_AFTER and still_open <= FEW:
        _lost = 0
        gc.collect()
        _give_back()


def _give_back() -> None:
    """What malloc keeps of it between what is in use; only glibc knows how."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
