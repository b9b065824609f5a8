"""Carries committed events and ephemeral frames to every process, once each."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Any
from zlib import crc32

from channels.layers import get_channel_layer

from hub.events import Stored
from hub.local_layer import LocalChannelLayer

logger = logging.getLogger(__name__)

# Each message costs about as much as twenty events in it: few groups, full messages.
GROUPS = 8
# The group that every process joins.
EVERYWHERE = GROUPS
RETRY_S = 1.0
SEND_WITHIN_S = 2.0
TRY_EVERY_S = 1.0


class Bus:
    """One channel for the process, joined to the groups of its subscribed streams.

    A layer may lose messages and tells nobody; `heads` in the database are the truth,
    and the hub's head check heals what is missing. `down` says that sending failed, to
    one of several shards at least. It is tried every second, also when nobody writes.
    """

    def __init__(
        self,
        on_events: Callable[[list[Stored]], None],
        on_ephemeral: Callable[[str, str, Any], None],
        on_told: Callable[[str, bytes], None],
    ) -> None:
        self._failing: set[int] = set()
        # What was published in another epoch is dropped: its positions mean nothing.
        self.epoch = ""
        self._on_events = on_events
        self._on_ephemeral = on_ephemeral
        self._on_told = on_told
        self._layer: Any = get_channel_layer()
        self._channel = ""
        self._joined: set[int] = set()
        self._outgoing: dict[int, dict[str, list[Any]]] = {}
        self._wake = asyncio.Event()
        self._sending = False

    @property
    def is_alone(self) -> bool:
        """Whether this process is the whole installation: there is nobody to tell."""
        return isinstance(self._layer, LocalChannelLayer)

    @property
    def is_idle(self) -> bool:
        """Whether all that was published is with the layer, or lost."""
        return not (self._outgoing or self._sending)

    async def run(self) -> None:
        """Sends and receives until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send_all())
            group.create_task(self._receive_all())
            group.create_task(self._try_again_and_again())

    @property
    def down(self) -> bool:
        return bool(self._failing)

    def publish(self, events: list[Stored]) -> None:
        """What one tick publishes for one group travels as one message."""
        for event in events:
            self._outbox(event.stream)["events"].append(tuple(event))
        self._wake.set()

    def publish_ephemeral(self, stream: str, key: str, fields: Any) -> None:
        self._outbox(stream)["ephemeral"].append((stream, key, fields))
        self._wake.set()

    def tell_everywhere(self, key: str, payload: bytes) -> None:
        """Reaches every process, this one too, that hears the bus; may be lost.

        It never takes a short cut: who gets its own word back knows that the bus is up.
        """
        self._join_group(EVERYWHERE)
        self._outgoing.setdefault(EVERYWHERE, defaultdict(list))["told"].append(
            (key, payload)
        )
        self._wake.set()

    def join(self, stream: str) -> None:
        """Asks for what is published to the stream's group from now on."""
        self._join_group(_group(stream))

    def _join_group(self, number: int) -> None:
        if number in self._joined:
            return
        self._joined.add(number)
        if self._channel:
            asyncio.get_running_loop().create_task(self._join(number))

    def begin(self, epoch: str) -> None:
        """Carries on in another epoch; what waits to be sent is of the former one."""
        self.epoch = epoch
        self._outgoing.clear()

    def _outbox(self, stream: str) -> dict[str, list[Any]]:
        return self._outgoing.setdefault(_group(stream), defaultdict(list))

    async def _send_all(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            epoch, outgoing, self._outgoing = self.epoch, self._outgoing, {}
            self._sending = True
            for number, published in outgoing.items():
                parts = {"epoch": epoch, **published}
                if number in self._failing:
                    # Nobody waits for it until it has answered again.
                    self._take_unsent(parts)
                else:
                    await self._send(number, parts)
            self._sending = False

    async def _send(self, number: int, parts: dict[str, Any]) -> None:
        try:
            message = {"type": "hub.bus", **parts}
            async with asyncio.timeout(SEND_WITHIN_S):
                await self._layer.group_send(f"hub.{number}", message)
        except Exception as error:
            if not self.down:
                logger.warning("The bus can't be reached: %r", error)
            self._failing.add(number)
            self._take_unsent(parts)
        else:
            if self.down:
                self._failing.discard(number)
                if not self.down:
                    logger.info("The bus can be reached again.")

    def _take_unsent(self, parts: dict[str, Any]) -> None:
        """Committed already: our own sockets get it now, others by their head check.

        What is told everywhere is not: it comes back only if the bus carried it.
        """
        parts.pop("told", None)
        self._take(parts)

    async def _try_again_and_again(self) -> None:
        """Sends nothing to where sending failed, and now and then where it did not."""
        for turn in count():
            await asyncio.sleep(TRY_EVERY_S)
            joined = sorted(self._joined)
            tried = list(self._failing) or joined[turn % (len(joined) or 1) :][:1]
            await asyncio.gather(*(self._send(number, {}) for number in tried))

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
        if message.get("epoch") == self.epoch:
            self._take_published(message)
        for key, payload in message.get("told", ()):
            self._on_told(key, payload)

    def _take_published(self, message: dict[str, Any]) -> None:
        events = message.get("events")
        if events:
            self._on_events([Stored(*fields) for fields in events])
        for stream, key, fields in message.get("ephemeral", ()):
            self._on_ephemeral(stream, key, fields)


def _group(stream: str) -> int:
    return crc32(stream.encode()) % GROUPS
