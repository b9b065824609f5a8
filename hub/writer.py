"""Commands that arrive while a transaction runs go into the next one together."""

import asyncio
from collections import deque
from typing import NamedTuple

from hub.errors import Unavailable
from hub.execution import Answer, Job, run_writes
from hub.threads import in_writer

WAITING_AT_MOST = 2000
WAIT_AT_MOST_S = 3.0
TOGETHER_AT_MOST = 256
RETRY_AFTER_MS = 2000


class Waiting(NamedTuple):
    job: Job
    since: float
    answer: asyncio.Future[Answer]


class Writer:
    """One transaction at a time; jobs keep the order in which they came.

    What can't be started within 3 s, or finds 2,000 waiting, answers `unavailable`
    and has changed nothing.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Waiting] = deque()
        self._running: asyncio.Task[None] | None = None

    async def write(self, job: Job) -> Answer:
        if len(self._waiting) >= WAITING_AT_MOST:
            return Unavailable(retry_after_ms=RETRY_AFTER_MS)
        waiting = Waiting(job, self._loop.time(), self._loop.create_future())
        self._waiting.append(waiting)
        if self._running is None:
            self._running = self._loop.create_task(self._run())
        return await waiting.answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._write_together(self._next())
        finally:
            self._running = None

    def _next(self) -> list[Waiting]:
        too_old = self._loop.time() - WAIT_AT_MOST_S
        taken: list[Waiting] = []
        while self._waiting and len(taken) < TOGETHER_AT_MOST:
            waiting = self._waiting.popleft()
            if waiting.since < too_old:
                _answer(waiting, Unavailable(retry_after_ms=RETRY_AFTER_MS))
            else:
                taken.append(waiting)
        return taken

    async def _write_together(self, taken: list[Waiting]) -> None:
        if not taken:
            return
        try:
            answers = await in_writer(run_writes, [waiting.job for waiting in taken])
        except Exception as error:
            answers = [Unavailable(retry_after_ms=RETRY_AFTER_MS)] * len(taken)
            asyncio.get_running_loop().call_exception_handler(
                {"message": "The writer failed", "exception": error}
            )
        for waiting, answer in zip(taken, answers, strict=True):
            _answer(waiting, answer)


def _answer(waiting: Waiting, answer: Answer) -> None:
    if not waiting.answer.done():
        waiting.answer.set_result(answer)
