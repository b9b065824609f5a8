"""The running hub of this process: its sockets, its streams, its writer and its bus."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from hub import batch, limits, queries
from hub.bus import Bus
from hub.connection import Connection
from hub.control import Control
from hub.errors import HubError
from hub.events import Stored
from hub.execution import Answer, Job, job_of, run_read
from hub.routing import routing
from hub.streams import LocalStream, LocalStreams
from hub.threads import in_database, in_writer
from hub.typing import TypingPeople
from hub.writer import Writer

logger = logging.getLogger(__name__)

HEAD_CHECK_EVERY_S = 2.0
CONTROL_CHECK_EVERY_S = 0.5
SIGN_IN_CHECK_EVERY_S = 60.0


class Hub:
    """Lives on one event loop; everything but the database runs there."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.connections: dict[int, set[Connection]] = defaultdict(set)
        self.bus = Bus(self._take_events, self._take_ephemeral)
        self.streams = LocalStreams(self.bus.join, self._watch)
        self.writer = Writer()
        self.control = Control(self)
        self.typing = TypingPeople(self)
        self.draining = False
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Joins the control stream before any socket is served."""
        batch.publish_with(self._publish_from_thread)
        control = self.streams.open(batch.CONTROL)
        heads = await in_database(queries.heads, [batch.CONTROL])
        control.delivered = heads[batch.CONTROL]
        self._keep(self.bus.run(), "bus")
        self._keep(self._check_heads(), "head check")
        self._keep(self._check_sign_ins(), "sign-in check")
        for task in routing().tasks:
            self._keep(self._repeat(task.run, task.every_s, task.name), task.name)

    def stop(self) -> None:
        batch.publish_with(None)
        for task in self._tasks:
            task.cancel()

    async def perform(self, user: Any, fields: Mapping[str, object]) -> Answer:
        """Answers one frame that came over HTTP; errors are returned, not raised."""
        try:
            job = job_of(user, fields)
            limits.check_command(job.command, user.pk)
            return await self.answer(job)
        except HubError as error:
            return error

    async def answer(self, job: Job) -> Answer:
        if job.command.writes:
            return await self.writer.write(job)
        return await in_database(run_read, job)

    def connected(self, connection: Connection) -> None:
        self.connections[connection.user.pk].add(connection)

    def disconnected(self, connection: Connection) -> None:
        connection.closed = True
        mine = self.connections[connection.user.pk]
        mine.discard(connection)
        if not mine:
            del self.connections[connection.user.pk]
        for name in [*connection.subscriptions, *connection.own]:
            self.leave(connection, name)
        connection.subscriptions.clear()

    def leave(self, connection: Connection, name: str) -> None:
        stream = self.streams.get(name)
        if stream is not None:
            stream.leave(connection)
            if connection.closed or name not in connection.own:
                stream.owners.discard(connection)
            self.streams.release(name)

    @property
    def socket_count(self) -> int:
        return sum(len(sockets) for sockets in self.connections.values())

    def _publish_from_thread(self, events: list[Stored]) -> None:
        self.loop.call_soon_threadsafe(self.bus.publish, events)

    def _take_events(self, events: list[Stored]) -> None:
        self.streams.deliver(events)

    def _take_ephemeral(self, stream: str, key: str, fields: Any) -> None:
        if key == "typing":
            self.typing.take(stream, fields)

    def _watch(self, event: Stored, stream: LocalStream) -> None:
        """Sees every delivered event: control rows, and what to bump for whom."""
        if stream.name == batch.CONTROL:
            self.control.take(event)
            return
        if event.kind == "read.moved":
            self.control.read_moved(event)
        if not stream.owners:
            return
        provider, _key = routing().providers.find(stream.name)
        counts = event.kind in provider.item_kinds
        for connection in stream.owners:
            own = connection.own.get(stream.name)
            if own is None:
                continue
            own.head = event.seq
            if counts and event.by_id != str(connection.user.pk):
                own.unread += 1
            connection.bump(stream.name)

    async def _check_heads(self) -> None:
        """Looks for what the bus lost: control rows often, the rest every 2 s.

        Without the bus everything is looked for as often as control rows.
        """
        checked_at = time.monotonic()
        while True:
            await asyncio.sleep(CONTROL_CHECK_EVERY_S)
            due = self.bus.down or time.monotonic() - checked_at >= HEAD_CHECK_EVERY_S
            try:
                await self.streams.check_heads(None if due else [batch.CONTROL])
            except Exception as error:
                logger.warning("The head check failed: %r", error)
            if due:
                checked_at = time.monotonic()

    async def _check_sign_ins(self) -> None:
        while True:
            await asyncio.sleep(SIGN_IN_CHECK_EVERY_S)
            try:
                await self.control.check_sign_ins()
            except Exception as error:
                logger.warning("The sign-in check failed: %r", error)

    async def _repeat(self, run: Any, every_s: float, name: str) -> None:
        while True:
            started = time.monotonic()
            try:
                await in_writer(run)
            except Exception as error:
                logger.warning("%s failed: %r", name, error)
            await asyncio.sleep(max(0.05, every_s - (time.monotonic() - started)))

    def _keep(self, coroutine: Any, name: str) -> None:
        self._tasks.append(self.loop.create_task(coroutine, name=name))


# The addresses this process listens on, as far as its own server opened them.
listening_on: set[str] = set()

_hub: Hub | None = None
_starting: asyncio.Lock | None = None


async def running() -> Hub:
    """This process's hub, started at first use on the loop that asks."""
    global _hub, _starting
    loop = asyncio.get_running_loop()
    if _hub is not None and _hub.loop is loop:
        return _hub
    if _starting is None or _hub is not None:
        _starting, _hub = asyncio.Lock(), None
    async with _starting:
        if _hub is None:
            hub = Hub()
            await hub.start()
            _hub = hub
    return _hub


async def perform(user: Any, fields: Mapping[str, object]) -> Answer:
    """What `POST /api/v1/commands` does: one frame without `ref`."""
    return await (await running()).perform(user, fields)


def now() -> Hub | None:
    """The hub if it runs, without starting it: for health and metrics."""
    return _hub
