"""The running hub of this process: its sockets, its streams, its writer and its bus."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings

from hub import batch, elsewhere, limits, queries
from hub.bus import Bus
from hub.connection import Connection
from hub.control import Control
from hub.drain import send_away
from hub.epoch import continuity
from hub.errors import HubError, OnlyReads, RateLimited, Unanswered
from hub.events import Stored, title_in
from hub.execution import Answer, Job, job_of, run_read
from hub.history import History
from hub.lag import Lag
from hub.leases import Holder, LeaseLost
from hub.pulse import Pulse
from hub.routing import routing
from hub.streams import LocalStream, LocalStreams
from hub.tasks import Task
from hub.threads import in_database, in_writer
from hub.together import Together
from hub.typing import TypingPeople
from hub.welcome import Greetings
from hub.writer import Writer

logger = logging.getLogger(__name__)

HEAD_CHECK_EVERY_S = 2.0
CONTROL_CHECK_EVERY_S = 0.5
SIGN_IN_CHECK_EVERY_S = 60.0
BUSY_RETRY_MS = 300
AWAY_RETRY_MS = 2000


class Hub:
    """Lives on one event loop; everything but the database runs there."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.connections: dict[int, set[Connection]] = defaultdict(set)
        self.bus = Bus(self._take_events, self._take_ephemeral, self._take_told)
        self.history = History()
        self.streams = LocalStreams(self.bus.join, self._watch, self.history)
        self.sign_ins = Together(routing().authenticate)
        self.greetings = Greetings()
        self.writer = Writer()
        self.pulse = Pulse()
        self.control = Control(self)
        self.typing = TypingPeople(self)
        self.lag = Lag()
        # Whose sign-in is being looked up, or whose welcome is being made.
        self.arriving: set[object] = set()
        self.event_streams = 0
        self.elsewhere = elsewhere.Elsewhere(self)
        self.lease = Holder("tasks")
        self.draining = False
        self._busy: set[int] = set()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Joins the control stream before any socket is served."""
        batch.publish_with(self._publish_from_thread)
        continuity.when_renewed(self._renewed_in_thread)
        continuity.when_left_behind(self._left_behind_in_thread)
        await in_database(continuity.watch)
        self.bus.begin(continuity.epoch)
        control = self.streams.open(batch.CONTROL)
        heads = await in_database(queries.heads, [batch.CONTROL])
        self.control.begin(control, heads[batch.CONTROL])
        self._keep(self.lag.measure(), "lag")
        self._keep(self.bus.run(), "bus")
        for hook in routing().on_start:
            hook(self)
        self._keep(self._check_heads(), "head check")
        self._keep(self._check_sign_ins(), "sign-in check")
        self._keep(self.elsewhere.run(), "elsewhere")
        self._keep(self.lease.keep(), "lease")
        self._keep(self.pulse.keep(), "pulse")
        for task in routing().tasks:
            self._keep(self._repeat(task), task.name)

    def stop(self) -> None:
        batch.publish_with(None)
        continuity.forget(self._renewed_in_thread, self._left_behind_in_thread)
        for task in self._tasks:
            task.cancel()

    async def perform(
        self, user: Any, fields: Mapping[str, object], *, may_write: bool = True
    ) -> Answer:
        """Answers one frame that came over HTTP; errors are returned, not raised."""
        try:
            job = job_of(user, fields)
            if job.command.writes and not may_write:
                return OnlyReads()
            limits.check_command(job.command, user.pk)
            return await self.answer(job)
        except HubError as error:
            return error

    async def answer(self, job: Job) -> Answer:
        if self.pulse.is_away and not job.command.writes:
            return Unanswered(retry_after_ms=AWAY_RETRY_MS)
        if job.command.alone:
            return await self._alone(job)
        if not job.command.writes:
            return await in_database(run_read, job)
        written: asyncio.Future[Answer] = self.loop.create_future()
        self.writer.write(job, partial(_settle, written))
        return await written

    async def _alone(self, job: Job) -> Answer:
        """One at a time of this person's in this process."""
        user_id = job.user.pk
        if settings.LIMITS and user_id in self._busy:
            return RateLimited(retry_after_ms=BUSY_RETRY_MS)
        self._busy.add(user_id)
        try:
            return await in_database(run_read, job)
        finally:
            self._busy.discard(user_id)

    def connected(self, connection: Connection) -> None:
        self.connections[connection.user.pk].add(connection)
        self.elsewhere.sockets_changed(connection.user.pk)

    def disconnected(self, connection: Connection) -> None:
        connection.closed = True
        mine = self.connections[connection.user.pk]
        mine.discard(connection)
        if not mine:
            del self.connections[connection.user.pk]
        self.elsewhere.sockets_changed(connection.user.pk)
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

    def sockets(self) -> list[Connection]:
        return [socket for mine in self.connections.values() for socket in mine]

    @property
    def socket_count(self) -> int:
        return sum(len(sockets) for sockets in self.connections.values())

    def _publish_from_thread(self, events: list[Stored]) -> None:
        self.loop.call_soon_threadsafe(self.bus.publish, events)

    def _renewed_in_thread(self, epoch: str, control_head: int) -> None:
        self.loop.call_soon_threadsafe(self._begin_anew, epoch, control_head)

    def _left_behind_in_thread(self) -> None:
        self.loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        """Whoever is here had better come back elsewhere: there is nothing to tell."""
        self._keep(send_away(self.sockets(), "epoch"), "farewell")

    def _begin_anew(self, epoch: str, control_head: int) -> None:
        """Keeps nothing of the former epoch: whoever is here comes back for `reset`.

        What was read from the new database reaches the loop after this.
        """
        self.bus.begin(epoch)
        self.streams.forget_all()
        self.control.begin(self.streams.open(batch.CONTROL), control_head)
        self._keep(send_away(self.sockets(), "epoch"), "farewell")

    def _take_events(self, events: list[Stored]) -> None:
        self.streams.deliver(events)

    def _take_ephemeral(self, stream: str, key: str, fields: Any) -> None:
        if key == "typing":
            self.typing.take(stream, fields)

    def _take_told(self, key: str, payload: bytes) -> None:
        own = self.elsewhere.take if key == elsewhere.TOLD else None
        hook = own or routing().on_told.get(key)
        if hook is None:
            return  # Another release may know of more.
        try:
            hook(payload)
        except Exception:
            # The bus goes on for everything else that it carries.
            logger.exception("Hearing what was told of %s failed", key)

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
        title = title_in(event)
        for connection in stream.owners:
            own = connection.own.get(stream.name)
            if own is None:
                continue
            own.head = event.seq
            if counts and event.by_id != str(connection.user.pk):
                own.unread += 1
            connection.bump(stream.name, title)

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

    async def _repeat(self, task: Task) -> None:
        """Does it as often as it is due, while this process is the one that does."""
        while True:
            await self.lease.held()
            started = time.monotonic()
            try:
                await in_writer(self.lease.run, task.run)
            except LeaseLost:
                logger.info("%s is another process's now.", task.name)
            except Exception as error:
                logger.warning("%s failed: %r", task.name, error)
            took = time.monotonic() - started
            await asyncio.sleep(max(0.05, task.every_s - took))

    def _keep(self, coroutine: Any, name: str) -> None:
        self._tasks.append(self.loop.create_task(coroutine, name=name))


def _settle(written: asyncio.Future[Answer], answer: Answer) -> None:
    # Who asked over HTTP may be gone by now; the write is done all the same.
    if not written.done():
        written.set_result(answer)


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
            try:
                await hub.start()
            except BaseException:
                hub.stop()
                raise
            _hub = hub
    return _hub


async def perform(
    user: Any, fields: Mapping[str, object], *, may_write: bool = True
) -> Answer:
    """What `POST /api/v1/commands` does: one frame without `ref`."""
    return await (await running()).perform(user, fields, may_write=may_write)


def now() -> Hub | None:
    """The hub if it runs, without starting it: for health and metrics."""
    return _hub
