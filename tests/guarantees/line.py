"""A lean client for crowds: no contract is checked, so that hundreds fit in a test."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.client import SUBPROTOCOL
from tests.guarantees.history import Fact

# What may come of a server or a network that goes away.
GONE = (OSError, TimeoutError, EOFError, WebSocketException)


class Text(msgspec.Struct):
    id: str = ""
    text: str = ""


class Data(msgspec.Struct):
    message: Text = msgspec.field(default_factory=Text)


class Own(msgspec.Struct):
    stream: str
    epoch: str
    head: int


class Heard(msgspec.Struct):
    """Any frame of the server, as far as a crowd looks at it."""

    type: str
    ref: int | None = None
    stream: str = ""
    seq: int = 0
    kind: str = ""
    client_id: str | None = None
    data: Data = msgspec.field(default_factory=Data)
    message: str = ""
    duplicate: bool = False
    code: str | int = ""
    retry_after_ms: int | tuple[int, int] = 0
    reason: str = ""
    streams: list[Own] = msgspec.field(default_factory=list)

    @property
    def fact(self) -> Fact:
        message = self.data.message
        return Fact(self.seq, self.kind, self.client_id, message.id, message.text)


_decoder = msgspec.json.Decoder(Heard)


class Line:
    """One socket, greeted. Iterates over the frames that come until it is gone."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.welcome = Heard("")
        self.said_bye = False
        self._ref = 0

    @classmethod
    async def open(
        cls,
        url: str,
        token: str,
        *,
        resume: dict[str, tuple[str, int]] | None = None,
        pings_every_s: float | None = None,
        patience_s: float = 10.0,
    ) -> Line:
        """`pings_every_s`: gives up by itself when the server is silent for longer."""
        connection = await connect(
            url,
            subprotocols=[SUBPROTOCOL],
            additional_headers={"Authorization": f"Bearer {token}"},
            compression=None,
            open_timeout=patience_s,
            close_timeout=1,
            ping_interval=pings_every_s,
            ping_timeout=pings_every_s,
            max_size=None,
            max_queue=None,
            proxy=None,
        )
        line = cls(connection)
        try:
            await line.send(type="hello", resume=resume or {})
            line.welcome = await line.next()
        except BaseException:
            connection.transport.abort()
            raise
        return line

    async def send(self, **fields: Any) -> int:
        self._ref += 1
        await self.connection.send(json.dumps({"ref": self._ref, **fields}))
        return self._ref

    async def next(self) -> Heard:
        heard = _decoder.decode(await self.connection.recv())
        self.said_bye |= heard.type == "bye"
        return heard

    async def __aiter__(self) -> AsyncIterator[Heard]:
        while True:
            yield await self.next()

    def hang_up(self) -> None:
        self.connection.transport.abort()


def code_of(error: BaseException) -> int:
    """With which code the server closed; 1006 if it just went away."""
    if isinstance(error, ConnectionClosed) and error.rcvd is not None:
        return int(error.rcvd.code)
    return 1006


def gave_up(error: BaseException) -> bool:
    """The client itself turned away, from a server that was silent for too long."""
    return (
        isinstance(error, ConnectionClosed)
        and error.rcvd is None
        and error.sent is not None
    )
