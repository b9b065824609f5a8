"""Frames on their way out: encoded once, however many sockets get them."""

from collections.abc import Sequence

from autobahn.websocket.protocol import PreparedMessage


class Outgoing:
    """One or more finished frames, in order.

    `wire` is all of them as WebSocket bytes from a server: unmasked, uncompressed text.
    """

    __slots__ = ("payloads", "wire")

    def __init__(self, payloads: Sequence[bytes]) -> None:
        self.payloads = payloads
        self.wire = b"".join(map(_framed, payloads))


def _framed(payload: bytes) -> bytes:
    framed: bytes = PreparedMessage(payload, False, False, True).payloadHybi
    return framed
