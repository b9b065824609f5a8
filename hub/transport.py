"""How frames reach a client: at once on Daphne, through a queue elsewhere."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from hub.close_codes import CloseCode
from hub.outgoing import Outgoing

UNSENT_AT_MOST = 1024 * 1024


class Transport(Protocol):
    """How frames reach the client; Daphne's sockets write at once, others wait."""

    @property
    def congested(self) -> bool:
        """More waits than ephemeral frames are worth."""

    def write(self, outgoing: Outgoing) -> None:
        """Takes finished frames; keeps the order of calls; never blocks."""

    def close(self, code: int) -> None:
        """Sends a close frame behind what was written."""

    async def drained(self) -> None:
        """Returns when the client has taken most of what was written."""


class QueuedTransport:
    """Any ASGI server: frames wait in a queue for `await send()`."""

    def __init__(self, send: Callable[[dict[str, Any]], Any]) -> None:
        self._send = send
        self._queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._waiting = 0
        self._drained = asyncio.Event()
        self._drained.set()
        self._task = asyncio.get_running_loop().create_task(self._write_all())

    @property
    def congested(self) -> bool:
        return self._waiting > UNSENT_AT_MOST // 2

    def write(self, outgoing: Outgoing) -> None:
        for payload in outgoing.payloads:
            self._put(payload)

    def _put(self, payload: bytes) -> None:
        self._waiting += len(payload)
        if self.congested:
            self._drained.clear()
        if self._waiting > UNSENT_AT_MOST:
            self.close(CloseCode.TOO_SLOW)
            return
        self._queue.put_nowait({"type": "websocket.send", "text": payload.decode()})

    def close(self, code: int) -> None:
        self._queue.put_nowait({"type": "websocket.close", "code": int(code)})

    async def drained(self) -> None:
        await self._drained.wait()

    def stop(self) -> None:
        self._task.cancel()

    async def _write_all(self) -> None:
        while True:
            message = await self._queue.get()
            await self._send(message)
            self._waiting -= len(message.get("text", "").encode())
            if not self.congested:
                self._drained.set()
            if message["type"] == "websocket.close":
                return
