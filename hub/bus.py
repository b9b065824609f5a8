"""Carries committed events and ephemeral frames to every process, once each."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from zlib import crc32

from channels.layers import get_channel_layer

from hub.events import Stored

logger = logging.getLogger(__name__)

GROUPS = 64
RETRY_S = 1.0


class Bus:
    """One channel for the process, joined to the groups of its subscribed streams.

    A layer may lose messages and tells nobody; `heads` in the database are the truth,
    and the hub's head check heals what is missing. `down` says that sending failed.
    """

    def __init__(
        self,
        on_events: Callable[[list[Stored]], None],
        on_ephemeral: Callable[[str, str, Any], None],
    ) -> None:
        self.down = False
        self._on_events = on_events
        self._on_ephemeral = on_ephemeral
        self._layer: Any = get_channel_layer()
        self._channel = ""
        self._joined: set[int] = set()
        self._outgoing: dict[int, dict[str, list[Any]]] = {}
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Sends and receives until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send_all())
            group.create_task(self._receive_all())

    def publish(self, events: list[Stored]) -> None:
        """What one tick publishes for one group travels as one message."""
        for event in events:
            self._outbox(event.stream)["events"].append(tuple(event))
        self._wake.set()

    def publish_ephemeral(self, stream: str, key: str, fields: Any) -> None:
        self._outbox(stream)["ephemeral"].append((stream, key, fields))
        self._wake.set()

    def join(self, stream: str) -> None:
        """Asks for what is published to the stream's group from now on."""
        number = _group(stream)
        if number in self._joined:
            return
        self._joined.add(number)
        if self._channel:
            asyncio.get_running_loop().create_task(self._join(number))

    def _outbox(self, stream: str) -> dict[str, list[Any]]:
        return self._outgoing.setdefault(_group(stream), defaultdict(list))

    async def _send_all(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            outgoing, self._outgoing = self._outgoing, {}
            for number, parts in outgoing.items():
                await self._send(number, parts)

    async def _send(self, number: int, parts: dict[str, list[Any]]) -> None:
        try:
            message = {"type": "hub.bus", **parts}
            await self._layer.group_send(f"hub.{number}", message)
            self.down = False
        except Exception as error:
            # Committed already: our own sockets get it now, others by their head check.
            if not self.down:
                logger.warning("The bus can't be reached: %r", error)
            self.down = True
            self._take(parts)

    async def _receive_all(self) -> None:
        while True:
            try:
                if not self._channel:
                    self._channel = await self._layer.new_channel("hub")
                    for number in list(self._joined):
                        await self._join(number)
                self._take(await self._layer.receive(self._channel))
            except asyncio.CancelledError:
                raise
            except Exception as error:
                logger.warning("Receiving from the bus failed: %r", error)
                self._channel = ""
                await asyncio.sleep(RETRY_S)

    async def _join(self, number: int) -> None:
        try:
            await self._layer.group_add(f"hub.{number}", self._channel)
        except Exception as error:
            logger.warning("Joining a bus group failed: %r", error)
            self._joined.discard(number)

    def _take(self, message: dict[str, Any]) -> None:
        events = message.get("events")
        if events:
            self._on_events([Stored(*fields) for fields in events])
        for stream, key, fields in message.get("ephemeral", ()):
            self._on_ephemeral(stream, key, fields)


def _group(stream: str) -> int:
    return crc32(stream.encode()) % GROUPS
