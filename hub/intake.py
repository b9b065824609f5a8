"""Takes a socket's frames: checks, counts, answers each with one `ok` or `error`."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from hub import limits
from hub.close_codes import CloseCode
from hub.commands import Command, LiveCommand, Undecodable, ref_of
from hub.connection import Connection
from hub.errors import (
    BadFrame,
    Conflict,
    HubError,
    Internal,
    NotReady,
    OnlyReads,
    RateLimited,
    TooLarge,
    Unanswered,
)
from hub.execution import Answer, Job
from hub.frames import Frame, Hello, Request, Subscribe
from hub.routing import routing

if TYPE_CHECKING:
    from hub.live import Hub

logger = logging.getLogger(__name__)

FRAME_BYTES_AT_MOST = 32 * 1024
BAD_FRAMES_AT_MOST = 10
BAD_FRAMES_WITHIN_S = 60.0
IN_FLIGHT_AT_MOST = 500
RETRY_AFTER_MS = 2000


class Intake:
    """One per socket. `take` never waits; commands of one socket keep their order."""

    def __init__(self, hub: "Hub", connection: Connection) -> None:
        self._hub = hub
        self._connection = connection
        self._table = routing().commands
        self._tasks: set[asyncio.Task[None]] = set()
        self._greeting: asyncio.Task[None] | None = None
        self._opening: set[asyncio.Task[None]] = set()
        self._held: deque[tuple[Frame, Command | LiveCommand, int | None]] = deque()

    def take(self, text: str | None) -> None:
        """One text message; None is a binary one, which the protocol has not."""
        if text is None:
            self._bad(None, BadFrame())
            return
        if len(text) > FRAME_BYTES_AT_MOST or len(text.encode()) > FRAME_BYTES_AT_MOST:
            self._bad(ref_of(text), TooLarge())
            return
        try:
            frame = self._table.decode(text)
        except Undecodable as undecodable:
            if isinstance(undecodable.error, BadFrame):
                self._bad(undecodable.ref, undecodable.error)
            else:
                self._fail(undecodable.ref, undecodable.error)
            return
        self._start(frame)

    def stop(self) -> None:
        """The socket is gone: reads end, writes that were taken go on."""
        for task in self._tasks:
            task.cancel()

    def _start(self, frame: Frame) -> None:
        ref = frame.ref if isinstance(frame, Request) else None
        command = self._table.find(frame)
        try:
            self._check(frame, command)
        except HubError as error:
            if ref is not None:
                self._fail(ref, error)
            return
        self._connection.in_flight += 1
        writes = isinstance(command, Command) and command.writes
        if writes and (self._opening or self._held):
            self._held.append((frame, command, ref))
        else:
            self._launch(frame, command, ref)

    def _launch(
        self, frame: Frame, command: Command | LiveCommand, ref: int | None
    ) -> None:
        if isinstance(command, Command) and command.writes:
            assert isinstance(frame, Request)
            job = Job(self._connection.user, command, frame)
            self._hub.writer.write(job, partial(self._written, ref))
            return
        task = asyncio.get_running_loop().create_task(self._run(frame, command, ref))
        if isinstance(frame, Hello):
            self._greeting = task
        if isinstance(frame, Hello | Subscribe):
            self._opening.add(task)
            task.add_done_callback(self._opened)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _opened(self, task: asyncio.Task[None]) -> None:
        """A write that came behind a subscription is seen by it: it waited till now."""
        self._opening.discard(task)
        while self._held and not self._opening and not self._connection.closed:
            self._launch(*self._held.popleft())

    def _check(self, frame: Frame, command: Command | LiveCommand) -> None:
        user_id = self._connection.user.pk
        if isinstance(frame, Hello):
            if self._greeting is not None:
                raise Conflict(_("This connection has said hello already."))
        elif self._greeting is None:
            raise NotReady
        if settings.LIMITS and self._connection.in_flight >= IN_FLIGHT_AT_MOST:
            raise RateLimited(retry_after_ms=1000)
        if command.writes and not self._connection.signed_in.may_write:
            raise OnlyReads
        limits.check_command(command, user_id)

    def _written(self, ref: int | None, answer: Answer) -> None:
        self._connection.in_flight -= 1
        if ref is None:
            return
        if isinstance(answer, HubError):
            self._fail(ref, answer)
            return
        try:
            self._connection.send({"type": "ok", "ref": ref, **answer})
        except Exception:
            # One reply that has no JSON must not keep the others of its transaction.
            logger.exception("A reply could not be sent")
            self._fail(ref, Internal())

    async def _run(
        self, frame: Frame, command: Command | LiveCommand, ref: int | None
    ) -> None:
        try:
            answer = await self._answer(frame, command)
        except HubError as error:
            answer = error
        except DatabaseError as error:
            logger.warning("A frame failed: %r", error)
            answer = Unanswered(retry_after_ms=RETRY_AFTER_MS)
        except Exception:
            logger.exception("A frame failed")
            answer = Internal()
        finally:
            self._connection.in_flight -= 1
        if isinstance(frame, Hello):
            self._after_hello(frame, answer)
        elif ref is None or answer is None:
            return
        elif isinstance(answer, HubError):
            self._fail(ref, answer)
        else:
            self._connection.send({"type": "ok", "ref": ref, **answer})

    def _after_hello(
        self, frame: Hello, answer: Mapping[str, object] | HubError | None
    ) -> None:
        """Its `ok` is the welcome, which is out already if all went well."""
        if not isinstance(answer, HubError):
            return
        if not self._connection.greeted:
            self._fail(frame.ref, answer)
        # Without a welcome, or with some streams not resumed, nothing could be relied
        # on: come back and try again.
        self._connection.close(CloseCode.DRAINING)

    async def _answer(
        self, frame: Frame, command: Command | LiveCommand
    ) -> Mapping[str, object] | HubError | None:
        if not isinstance(frame, Hello) and not self._connection.greeted:
            # What was sent right behind hello waits until welcome is out.
            await self._greeted()
        if isinstance(command, LiveCommand):
            return await command.run(self._connection, frame)
        assert isinstance(frame, Request)
        return await self._hub.answer(Job(self._connection.user, command, frame))

    async def _greeted(self) -> None:
        if self._greeting is not None:
            await asyncio.wait([self._greeting])

    def _bad(self, ref: int | None, error: HubError) -> None:
        """Answers, and closes the socket at the tenth bad frame within a minute."""
        self._fail(ref, error)
        now = time.monotonic()
        recent = [
            at for at in self._connection.bad_frames if at > now - BAD_FRAMES_WITHIN_S
        ]
        self._connection.bad_frames = [*recent, now]
        if len(self._connection.bad_frames) >= BAD_FRAMES_AT_MOST:
            self._connection.close(CloseCode.BAD_FRAMES)

    def _fail(self, ref: int | None, error: HubError) -> None:
        with translation.override(self._connection.locale):
            fields: dict[str, object] = {"type": "error", **error.fields()}
        if ref is not None:
            fields["ref"] = ref
        self._connection.send(fields)
