"""Writers and readers that go on over crashes, as the protocol asks of every client."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.exceptions import WebSocketException

from tests.client import Closed, Frame, Socket
from tests.server import Server

GONE = (Closed, OSError, WebSocketException)
THE_END = "That is all."


class Crowd:
    """One room's people. `acknowledged` holds each reply by the write's client_id."""

    def __init__(self, server: Server, room: str) -> None:
        self.server = server
        self.room = room
        self.stream = f"room:{room}"
        self.acknowledged: dict[str, Frame] = {}
        self.acknowledged_before_crash = 0
        self.enough = asyncio.Event()
        self._there = asyncio.Event()
        self._there.set()

    async def write(self, name: str, count: int) -> None:
        """Posts `count` messages; what got no `ok` is sent again until it has one."""
        waiting = [str(uuid.uuid4()) for _number in range(count)]
        while waiting:
            async with self._socket(name) as socket:
                while waiting:
                    client_id = waiting[0]
                    reply = await socket.write(
                        "message.post",
                        room=self.room,
                        text=f"{name} {len(waiting)}",
                        client_id=client_id,
                    )
                    assert reply["type"] == "ok", reply
                    self.acknowledged[client_id] = reply
                    if len(self.acknowledged) >= 100:
                        self.enough.set()
                    del waiting[0]

    async def read(self, name: str) -> list[Frame]:
        """Every event of the stream once, up to the message that ends the test."""
        seen: list[Frame] = []
        epoch = await self._epoch(name)
        while not seen or text_of(seen[-1]) != THE_END:
            async with self._socket(name) as socket:
                held = seen[-1]["seq"] if seen else 0
                await socket.request(
                    "subscribe", stream=self.stream, after=[epoch, held]
                )
                while not seen or text_of(seen[-1]) != THE_END:
                    event = await socket.wait_event(self.stream)
                    if event["seq"] > held:
                        seen.append(event)
        return seen

    async def end(self, name: str) -> None:
        async with self._socket(name) as socket:
            await socket.write("message.post", room=self.room, text=THE_END)

    async def crash(self) -> None:
        """Takes the server away when enough was written, and starts it again."""
        await self.enough.wait()
        self._there.clear()
        await asyncio.to_thread(self.server.kill)
        self.acknowledged_before_crash = len(self.acknowledged)
        await asyncio.to_thread(self.server.start)
        self._there.set()

    async def _epoch(self, name: str) -> str:
        async with self._socket(name) as socket:
            subscribed = await socket.request("subscribe", stream=self.stream)
        return str(subscribed["epoch"])

    @asynccontextmanager
    async def _socket(self, name: str) -> AsyncIterator[Socket]:
        """A socket once the server is there; that it goes away is no error here."""
        async with await self._opened(name) as socket:
            try:
                yield socket
            except GONE:
                return

    async def _opened(self, name: str) -> Socket:
        while True:
            await self._there.wait()
            try:
                token = self.server.token(name)
                socket = await Socket.open(self.server.socket_url, token)
                await socket.hello()
            except GONE:
                continue
            return socket


def text_of(event: Frame) -> str | None:
    text: str | None = event["data"].get("message", {}).get("text")
    return text
