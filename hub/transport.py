"""How frames reach a client: at once on Daphne, through a queue elsewhere."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from hub.close_codes import CloseCode
from hub.counts import counts
from hub.outgoing import Outgoing
from hub.unsent import UNSENT_AT_MOST, unsent


class Transport(Protocol):
    """How frames reach the client; Daphne's sockets write at once, others wait."""

    @property
    def congested(self) -> bool:
        """More waits than ephemeral frames are worth."""

    def write(self, outgoing: Outgoing) -> None:
        """Takes finished frames; keeps the order of calls; never blocks.

        Nothing goes out after `close`, or when the client is gone.
        """

    def close(self, code: int) -> None:
        """Sends a close frame behind what was written."""

    def withhold(self) -> None:
        """The client may not have all that waits: ends the connection if any does."""

    async def drained(self) -> None:
        """Returns when the client has taken most of what was written."""


class QueuedTransport:
    """Any ASGI server: frames wait in a queue for `await send()`.

    Whoever lets 1 MiB wait is told why at the next frame it takes, and nothing more.
    """

    unsent = 0

    def __init__(self, send: Callable[[dict[str, Any]], Any]) -> None:
        self._send = send
        self._queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._ended = False
        self._drained = asyncio.Event()
        self._drained.set()
        self._task = asyncio.get_running_loop().create_task(self._write_all())

    @property
    def congested(self) -> bool:
        return self.unsent > UNSENT_AT_MOST // 2

    def write(self, outgoing: Outgoing) -> None:
        for payload in outgoing.payloads:
            self._put(payload)

    def _put(self, payload: bytes) -> None:
        if self._ended:
            return
        if self.unsent + len(payload) > UNSENT_AT_MOST:
            self.cut()
            return
        self._queue.put_nowait({"type": "websocket.send", "text": payload.decode()})
        unsent.owe(self, len(payload))
        if self.congested:
            self._drained.clear()

    def close(self, code: int) -> None:
        if not self._ended:
            self._ended = True
            counts.closes[str(int(code))] += 1
            self._queue.put_nowait({"type": "websocket.close", "code": int(code)})

    def waiting(self) -> int:
        return self.unsent

    def cut(self) -> None:
        """Throws away what waits; the reason is next after what is being sent."""
        self._throw_away(CloseCode.TOO_SLOW)

    def withhold(self) -> None:
        if not self._queue.empty():
            self._throw_away(CloseCode.DRAINING)

    def _throw_away(self, code: CloseCode) -> None:
        while not self._queue.empty():
            self._queue.get_nowait()
        unsent.settle(self)
        self.close(code)

    async def drained(self) -> None:
        await self._drained.wait()

    def stop(self) -> None:
        self._ended = True
        self._task.cancel()
        unsent.settle(self)
        self._drained.set()

    async def _write_all(self) -> None:
        while True:
            message = await self._queue.get()
            await self._send(message)
            unsent.paid(self, len(message.get("text", "").encode()))
            if not self.congested:
                self._drained.set()
            if message["type"] == "websocket.close":
                return
