"""A WebSocket client without manners: any bytes may be sent, nothing is answered."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import struct
from typing import Any, ClassVar, NamedTuple

from tests.server import Server

TEXT, BINARY, CONTINUED, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10
PATIENCE_S = 20.0


class Received(NamedTuple):
    opcode: int
    payload: bytes


class RawSocket:
    """One TCP connection; what comes is read only when somebody asks."""

    open: ClassVar[list[RawSocket]] = []

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._reader = reader
        self._writer = writer
        self.open.append(self)

    @classmethod
    async def connected(cls, server: Server, *, buffer: int = 0) -> RawSocket:
        """A connection that has not said anything; `buffer`: what the kernel keeps."""
        sock = socket.socket()
        sock.setblocking(False)
        if buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            # Loopback's own segments are so large that the sender's kernel would keep
            # megabytes of them.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, buffer // 4)
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", server.port))
        return cls(*await asyncio.open_connection(sock=sock, limit=2**16))

    @classmethod
    async def opened(cls, server: Server, name: str, *, buffer: int = 0) -> RawSocket:
        """After the handshake, before hello."""
        raw = await cls.connected(server, buffer=buffer)
        assert await raw.handshake(server, name) == 101
        return raw

    @classmethod
    async def greeted(cls, server: Server, name: str, *, buffer: int = 0) -> RawSocket:
        raw = await cls.opened(server, name, buffer=buffer)
        await raw.frame({"type": "hello", "ref": 1})
        assert json.loads((await raw.next()).payload)["type"] == "welcome"
        return raw

    async def handshake(self, server: Server, name: str | None) -> int:
        """Asks for the upgrade; gives the status."""
        await self.send(handshake_of(server, name))
        async with asyncio.timeout(PATIENCE_S):
            head = await self._reader.readuntil(b"\r\n\r\n")
        return int(head.split()[1])

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def frame(self, fields: dict[str, Any]) -> None:
        await self.send(framed(json.dumps(fields).encode()))

    async def next(self) -> Received:
        """The next WebSocket frame of the server; pings are passed over."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                received = await self._next()
                if received.opcode != PING:
                    return received

    async def answer_ping(self) -> None:
        """All that an idle browser does: nothing else may have come."""
        async with asyncio.timeout(PATIENCE_S):
            received = await self._next()
        assert received.opcode == PING, received
        await self.send(framed(received.payload, PONG))

    async def _next(self) -> Received:
        first, size = await self._reader.readexactly(2)
        if size == 126:
            (size,) = struct.unpack("!H", await self._reader.readexactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", await self._reader.readexactly(8))
        return Received(first & 15, await self._reader.readexactly(size))

    async def json(self) -> dict[str, Any]:
        fields: dict[str, Any] = json.loads((await self.next()).payload)
        return fields

    async def ask(self, **fields: Any) -> list[dict[str, Any]]:
        """What comes up to the answer, which is the last."""
        await self.frame({"ref": 77, **fields})
        frames = [await self.json()]
        while frames[-1].get("ref") != 77:
            frames.append(await self.json())
        return frames

    async def close_code(self) -> int:
        """Reads on to the server's close frame; 1006 if the connection just ends."""
        try:
            while True:
                received = await self.next()
                if received.opcode == CLOSE:
                    return int.from_bytes(received.payload[:2], "big")
        except (asyncio.IncompleteReadError, ConnectionError):
            return 1006

    async def ended(self) -> bytes:
        """What still came until the server ended the connection."""
        async with asyncio.timeout(PATIENCE_S):
            try:
                return await self._reader.read(-1)
            except ConnectionError:
                return b""

    def hang_up(self) -> None:
        self._writer.transport.abort()


async def hang_up_all() -> None:
    for raw in RawSocket.open:
        raw.hang_up()
    RawSocket.open.clear()
    # A transport that was aborted is closed in the next round of the loop.
    await asyncio.sleep(0)


def handshake_of(server: Server, name: str | None) -> bytes:
    lines = [
        "GET /ws/ HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: muster.v1",
    ]
    if name is not None:
        lines.append(f"Authorization: Bearer {server.token(name)}")
    return "\r\n".join([*lines, "", ""]).encode()


def framed(
    payload: bytes,
    opcode: int = TEXT,
    *,
    last: bool = True,
    reserved: int = 0,
    masked: bool = True,
) -> bytes:
    """One frame as it goes over the wire, right or wrong."""
    first = bytes([(last << 7) | (reserved << 4) | opcode])
    size = len(payload)
    flag = masked << 7
    if size < 126:
        header = first + bytes([flag | size])
    elif size < 2**16:
        header = first + bytes([flag | 126]) + struct.pack("!H", size)
    else:
        header = first + bytes([flag | 127]) + struct.pack("!Q", size)
    if not masked:
        return header + payload
    mask = os.urandom(4)
    hidden = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
    return header + mask + hidden
