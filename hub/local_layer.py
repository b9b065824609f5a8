"""The channel layer of a single process: what Redis is to several."""

import asyncio
from collections import defaultdict
from typing import Any
from uuid import uuid4

from channels.layers import BaseChannelLayer

WAITING_AT_MOST = 10_000


class LocalChannelLayer(BaseChannelLayer):  # type: ignore[misc]
    """Hands each message to the group's channels in this process, in order.

    Work per message is proportional to the group's members here, which are processes,
    not sockets. A channel that is not read drops its oldest; the log makes up for it.
    """

    extensions = ("groups",)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._queues: dict[str, asyncio.Queue[dict[str, Any]]] = {}
        self._groups: dict[str, set[str]] = defaultdict(set)

    async def new_channel(self, prefix: str = "specific") -> str:
        name = f"{prefix}.{uuid4().hex}"
        self._queues[name] = asyncio.Queue(WAITING_AT_MOST)
        return name

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        queue = self._queues.get(channel)
        if queue is None:
            return
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(message)

    async def receive(self, channel: str) -> dict[str, Any]:
        return await self._queues[channel].get()

    async def group_add(self, group: str, channel: str) -> None:
        self._groups[group].add(channel)

    async def group_discard(self, group: str, channel: str) -> None:
        self._groups[group].discard(channel)
        if not self._groups[group]:
            del self._groups[group]

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        for channel in list(self._groups.get(group, ())):
            await self.send(channel, message)
