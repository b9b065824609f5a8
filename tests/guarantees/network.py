"""A network that fails: a TCP proxy before the server, whose faults a test chooses."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator

READ_AT_ONCE = 64 * 1024


class Network:
    """Carries bytes both ways. `delay_s` holds each piece up for up to that long;
    `crumbles` carries them in small pieces, so that frames arrive in halves.
    """

    def __init__(self, port: int) -> None:
        self.delay_s = 0.0
        self.crumbles = False
        self.url = ""
        self.cuts = 0
        self._to = port
        self._random = random.Random(7)
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._breaking: set[asyncio.StreamWriter] = set()
        self._wires: dict[asyncio.StreamWriter, asyncio.StreamWriter] = {}

    @contextlib.asynccontextmanager
    async def up(self) -> AsyncIterator[Network]:
        listening = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        self.url = f"ws://127.0.0.1:{port}/ws/"
        async with asyncio.TaskGroup() as self._going_on:
            yield self
            listening.close()
            self.flow()
            self.cut(1.0)

    def cut(self, part: float) -> None:
        """Resets that part of all connections, at once and on both sides."""
        for client in self._some(part):
            self._reset(client)

    def cut_in_half(self, part: float) -> None:
        """The same, but each in the middle of what is next on its way to the client."""
        self._breaking.update(self._some(part))

    def stall(self) -> None:
        """Nothing moves any more, and nobody is told."""
        self._flowing.clear()

    def flow(self) -> None:
        self._flowing.set()

    def _some(self, part: float) -> list[asyncio.StreamWriter]:
        wires = list(self._wires)
        return self._random.sample(wires, int(part * len(wires)))

    def _reset(self, client: asyncio.StreamWriter) -> None:
        self.cuts += 1
        self._breaking.discard(client)
        server = self._wires.pop(client, None)
        for end in (client, server):
            if end is not None:
                end.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, client: asyncio.StreamWriter
    ) -> None:
        try:
            answers, server = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            client.transport.abort()
            return
        self._wires[client] = server
        upwards = self._going_on.create_task(self._pump(reader, server, None))
        await self._pump(answers, client, client)
        upwards.cancel()
        self._wires.pop(client, None)
        client.close()
        server.close()

    async def _pump(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        client: asyncio.StreamWriter | None,
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(READ_AT_ONCE):
                if self.delay_s:
                    await asyncio.sleep(self._random.uniform(0, self.delay_s))
                await self._flowing.wait()
                if client in self._breaking:
                    sink.write(data[: len(data) // 2])
                    await sink.drain()
                    self._reset(sink)
                    return
                for piece in self._pieces(data):
                    sink.write(piece)
                    await sink.drain()
                    # The next piece travels by itself.
                    await asyncio.sleep(0)
        sink.close()

    def _pieces(self, data: bytes) -> list[bytes]:
        if not self.crumbles or len(data) < 3:
            return [data]
        cut = sorted(self._random.sample(range(1, len(data)), 2))
        return [data[: cut[0]], data[cut[0] : cut[1]], data[cut[1] :]]
