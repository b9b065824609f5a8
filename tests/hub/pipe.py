"""The real consumer in this process, over a pipe in memory that a test may stop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from hub import live
from hub.consumers import SUBPROTOCOL, SocketConsumer

Frame = dict[str, Any]
PATIENCE_S = 30.0


class Pipe:
    """One socket. `received` has every frame; clear `reading` for a slow reader."""

    def __init__(self, token: str) -> None:
        self.received: list[Frame] = []
        self.closed_with: int | None = None
        self.reading = asyncio.Event()
        self.reading.set()
        self._ref = 0
        self._moved = asyncio.Event()
        self._messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope = {
            "type": "websocket",
            "path": "/ws/",
            "headers": [(b"authorization", f"Bearer {token}".encode())],
            "subprotocols": [SUBPROTOCOL],
            "extensions": {},
            "client": ("127.0.0.1", 1),
        }
        consumer = SocketConsumer.as_asgi()
        self._messages.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(
            consumer(scope, self._messages.get, self._take)
        )

    def send(self, type: str, **fields: Any) -> int:
        """Puts a frame on its way; gives its `ref`."""
        self._ref += 1
        text = json.dumps({"type": type, "ref": self._ref, **fields})
        self._messages.put_nowait({"type": "websocket.receive", "text": text})
        return self._ref

    async def request(self, type: str, **fields: Any) -> Frame:
        ref = self.send(type, **fields)
        return await self.wait_for(lambda frame: frame.get("ref") == ref)

    async def wait_for(self, wanted: Callable[[Frame], bool]) -> Frame:
        """The first frame that is wanted, also of those that came before."""
        await self.until(lambda: any(map(wanted, self.received)))
        return next(filter(wanted, self.received))

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not done():
                self._moved.clear()
                await self._moved.wait()

    def events(self, stream: str) -> list[int]:
        """The `seq` of each event of the stream, as they came."""
        return [
            frame["seq"]
            for frame in self.received
            if frame["type"] == "event" and frame["stream"] == stream
        ]

    async def hang_up(self) -> None:
        self.reading.set()
        self._messages.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await self.task

    async def _take(self, message: dict[str, Any]) -> None:
        await self.reading.wait()
        if message["type"] == "websocket.close":
            self.closed_with = message["code"]
        elif message["type"] == "websocket.send":
            self.received.append(json.loads(message["text"]))
        self._moved.set()


@asynccontextmanager
async def running_hub() -> AsyncIterator[live.Hub]:
    """The hub of this process and this event loop."""
    hub = await live.running()
    try:
        yield hub
    finally:
        hub.stop()
        # Or else what looks for a hub later finds one that has stopped.
        live._hub = None
