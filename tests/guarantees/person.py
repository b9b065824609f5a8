"""A client that does all that docs/protocol.md asks of one, over whatever happens."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterable

from websockets.exceptions import WebSocketException

from tests.client import Closed, Frame, Socket
from tests.server import Server

PATIENCE_SECONDS = 60
GONE = (Closed, OSError, WebSocketException)
TRY_AGAIN_S = 0.2


class Person:
    """One reader and writer of one room.

    `shown` is what the screen shows, by seq. `kept` are acknowledged writes, which go
    out again after a `reset` with reason `epoch`.
    """

    def __init__(self, server: Server, name: str, room: str) -> None:
        self.name = name
        self.stream = f"room:{room}"
        self.room = room
        self.shown: dict[int, str] = {}
        self.kept: list[Frame] = []
        self.resets: list[str] = []
        self.unavailable: list[Frame] = []
        self.refused = asyncio.Event()
        self.sockets = 0
        self.position: tuple[str, int] | None = None
        self._server = server
        self._socket: Socket | None = None
        self._again: list[Frame] = []

    @property
    def texts(self) -> list[str]:
        return [text for _seq, text in sorted(self.shown.items())]

    @property
    def texts_kept(self) -> list[str]:
        return [str(write["text"]) for write in self.kept]

    @property
    def epoch(self) -> str:
        assert self.position is not None
        return self.position[0]

    async def come(self) -> None:
        """Opens the first socket and loads what is there."""
        await self._here()

    def turn_to(self, server: Server) -> None:
        """Comes back to that server from now on."""
        self._server = server

    async def post(self, text: str) -> Frame:
        """Returns the `ok`, however long it takes and however often it is sent."""
        write = {
            "type": "message.post",
            "client_id": str(uuid.uuid4()),
            "room": self.room,
            "text": text,
        }
        async with asyncio.timeout(PATIENCE_SECONDS):
            reply = await self._deliver(write)
        self.kept.append(write)
        return reply

    async def see(self, texts: Iterable[str]) -> None:
        """Reads on until all of them are shown."""
        wanted = set(texts)
        await self._read_until(lambda: wanted <= set(self.shown.values()))

    async def meet_reset(self) -> None:
        """Reads on until a reset was met, and answers it as a client does."""
        await self._read_until(lambda: bool(self.resets))
        while self._again:
            await self._deliver(self._again[0])
            del self._again[0]

    async def ids(self) -> set[str]:
        """The ids of the room's messages, in a fresh page."""
        socket = await self._here()
        page = await socket.request("stream.page", stream=self.stream, limit=100)
        while page["type"] != "ok":
            await asyncio.sleep(TRY_AGAIN_S)
            page = await socket.request("stream.page", stream=self.stream, limit=100)
        return {item["data"]["message"]["id"] for item in page["items"]}

    async def leave(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def _deliver(self, write: Frame) -> Frame:
        while True:
            try:
                reply = await (await self._here()).request(**write)
            except (*GONE, TimeoutError):
                self._socket = None
                continue
            if reply["type"] == "ok":
                return reply
            assert reply["code"] == "unavailable", reply
            self.unavailable.append(reply)
            self.refused.set()
            await asyncio.sleep(TRY_AGAIN_S)

    async def _read_until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not done():
                if self._socket is None:
                    await self._here()
                    continue
                try:
                    self._apply(await self._socket.wait_for(_is_event))
                except GONE:
                    self._socket = None

    async def _here(self) -> Socket:
        while self._socket is None:
            try:
                self._socket = await self._come()
            except (*GONE, TimeoutError):
                await asyncio.sleep(TRY_AGAIN_S)
        return self._socket

    async def _come(self) -> Socket:
        """A new socket, subscribed from where this one is."""
        token = self._server.token(self.name)
        socket = await Socket.open(self._server.socket_url, token)
        await socket.hello()
        after = {"after": list(self.position)} if self.position else {}
        answer = await socket.request("subscribe", stream=self.stream, **after)
        if answer["type"] != "ok":
            await socket.close()
            raise OSError(f"no stream yet: {answer}")
        reset = next((one for one in socket.unread() if one["type"] == "reset"), None)
        if reset is not None or self.position is None:
            await self._load(socket)
        if reset is not None:
            self.resets.append(reset["reason"])
            if reset["reason"] == "epoch":
                self._again = list(self.kept)
        self.sockets += 1
        return socket

    async def _load(self, socket: Socket) -> None:
        page = await socket.request("stream.page", stream=self.stream, limit=100)
        if page["type"] != "ok":
            await socket.close()
            raise OSError(f"no page yet: {page}")
        self.shown = {
            item["seq"]: item["data"]["message"]["text"] for item in page["items"]
        }
        self.position = (page["epoch"], page["head"])

    def _apply(self, frame: Frame) -> None:
        assert self.position is not None
        if frame["seq"] <= self.position[1]:
            return
        assert frame["seq"] == self.position[1] + 1, "a gap, and nobody said so"
        self.position = (self.position[0], frame["seq"])
        if frame["kind"] == "message.posted":
            self.shown[frame["seq"]] = frame["data"]["message"]["text"]


def _is_event(frame: Frame) -> bool:
    return bool(frame["type"] == "event")
