"""Frames on their way out: encoded once, however many sockets get them."""

from collections.abc import Sequence

from autobahn.websocket.protocol import PreparedMessage


class Outgoing:
    """One or more finished frames, in order. `wire` is made at first use and shared."""

    __slots__ = ("_wire", "payloads")

    def __init__(self, payloads: Sequence[bytes]) -> None:
        self.payloads = payloads
        self._wire: bytes | None = None

    @property
    def wire(self) -> bytes:
        """All frames as WebSocket bytes from a server: unmasked, uncompressed text."""
        if self._wire is None:
            self._wire = b"".join(map(_framed, self.payloads))
        return self._wire


def _framed(payload: bytes) -> bytes:
    framed: bytes = PreparedMessage(payload, False, False, True).payloadHybi
    return framed
