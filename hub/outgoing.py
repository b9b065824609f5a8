"""Frames on their way out: encoded once, however many sockets get them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autobahn.websocket.protocol import PreparedMessage


class Outgoing:
    """One or more finished frames, in order.

    `wire` is all of them as WebSocket bytes from a server: unmasked, uncompressed text.
    """

    __slots__ = ("payloads", "wire")

    def __init__(self, payloads: Sequence[bytes]) -> None:
        self.payloads = payloads
        self.wire = b"".join(map(_framed, payloads))

    def after(self, sent: int) -> Outgoing:
        """What is left once a client has had so many bytes of the wire."""
        left = Outgoing(())
        left.wire = self.wire[sent:]
        return left


def not_now(_wire: bytes) -> int:
    """Says that nothing was tried."""
    return -1


class Outlet:
    """The shortest way to a client: a large room takes it a million times a second.

    `at_once` is the socket's own `send` as long as nothing waits before it, else
    `not_now`. In a slot of what the room holds anyway: each object in between would
    cost each write more lines of the cache.
    """

    __slots__ = ("at_once",)

    at_once: Callable[[bytes], int]


def _framed(payload: bytes) -> bytes:
    framed: bytes = PreparedMessage(payload, False, False, True).payloadHybi
    return framed
