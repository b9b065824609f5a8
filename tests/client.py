"""A small client of the wire protocol, written from docs/protocol.md alone."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.contract import Contract

SUBPROTOCOL = Subprotocol("muster.v1")
PATIENCE_SECONDS = 10.0

Frame = dict[str, Any]


class Closed(Exception):
    """The server closed the socket; `code` says why."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"closed with {code} {reason}".strip())
        self.code = code
        self.reason = reason


class Socket:
    """One connection: requests with their replies, and everything else as it came.

    A frame that is not as docs/asyncapi.json says fails the test that sees it.
    """

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._contract = Contract()
        self._last_ref = 0
        self._unread: list[Frame] = []
        self.sent: list[Frame] = []
        self.received: list[Frame] = []
        self.welcome: Frame = {}

    @classmethod
    async def open(
        cls,
        url: str,
        token: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Socket:
        """A socket to `ws://…/ws/`, before its hello."""
        authorization = {"Authorization": f"Bearer {token}"} if token else {}
        connection = await connect(
            url,
            subprotocols=[SUBPROTOCOL],
            additional_headers={**authorization, **(headers or {})},
            open_timeout=PATIENCE_SECONDS,
            close_timeout=PATIENCE_SECONDS,
            max_size=None,
            proxy=None,
        )
        return cls(connection)

    @property
    def local_address(self) -> tuple[str, int]:
        """Host and port of our end."""
        host, port = self._connection.local_address[:2]
        return host, port

    async def __aenter__(self) -> Socket:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._connection.close()

    def abort(self) -> None:
        """As when the network is gone: no goodbye, and what is on its way is lost."""
        self._connection.transport.abort()

    async def hello(self, **fields: Any) -> Frame:
        self.welcome = await self.request("hello", **fields)
        return self.welcome

    async def request(self, type: str, **fields: Any) -> Frame:
        """Sends a request and gives its `ok`, `error` or `welcome`."""
        ref = self.next_ref()
        await self.send({"type": type, "ref": ref, **fields})
        return await self.wait_for(lambda frame: frame.get("ref") == ref)

    async def write(self, type: str, **fields: Any) -> Frame:
        """A request that carries a `client_id`, new unless one is given."""
        return await self.request(type, **{"client_id": str(uuid.uuid4()), **fields})

    async def send(self, frame: Frame) -> None:
        self.sent.append(frame)
        self._contract.sent(frame)
        await self.send_text(json.dumps(frame))

    async def send_text(self, text: str | bytes, meaning: Frame | None = None) -> None:
        """Sends what need not be a frame at all; `meaning` if it is one."""
        if meaning is not None:
            self._contract.sent(meaning)
        try:
            await self._connection.send(text)
        except ConnectionClosed:
            raise self._closed() from None

    async def send_fragments(self, frame: Frame, size: int) -> None:
        """One message in fragments of so many characters."""
        self._contract.sent(frame)
        text = json.dumps(frame)
        await self._connection.send(
            text[start : start + size] for start in range(0, len(text), size)
        )

    def next_ref(self) -> int:
        self._last_ref += 1
        return self._last_ref

    async def wait_event(self, stream: str, kind: str | None = None) -> Frame:
        """The next event of the stream, of the kind if one is named."""
        return await self.wait_for(
            lambda frame: (
                frame["type"] == "event"
                and frame["stream"] == stream
                and kind in (None, frame["kind"])
            )
        )

    async def wait_type(self, type: str) -> Frame:
        return await self.wait_for(lambda frame: frame["type"] == type)

    async def wait_for(
        self, wanted: Callable[[Frame], bool], patience: float = PATIENCE_SECONDS
    ) -> Frame:
        """The first unread frame that is wanted; the others stay unread, in order."""
        for index, frame in enumerate(self._unread):
            if wanted(frame):
                return self._unread.pop(index)
        async with asyncio.timeout(patience):
            while not wanted(frame := await self._next()):
                self._unread.append(frame)
        return frame

    async def wait_closed(self, patience: float = PATIENCE_SECONDS) -> int:
        """Reads on until the server closes; gives the close code."""
        try:
            await self.wait_for(lambda _frame: False, patience)
        except Closed as closed:
            return closed.code
        raise AssertionError("unreachable: no frame is wanted")

    def unread(self) -> list[Frame]:
        return list(self._unread)

    def _closed(self) -> Closed:
        connection = self._connection
        return Closed(connection.close_code or 1006, connection.close_reason or "")

    async def _next(self) -> Frame:
        try:
            text = await self._connection.recv()
        except ConnectionClosed:
            raise self._closed() from None
        frame: Frame = json.loads(text)
        self.received.append(frame)
        self._contract.received(frame)
        return frame
