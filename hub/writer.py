"""Commands that arrive while a transaction runs go into the next one together."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db import DatabaseError

from hub.counts import counts
from hub.errors import Unavailable
from hub.execution import Answer, Job, may_write, run_writes
from hub.threads import WRITERS, in_writer

logger = logging.getLogger(__name__)

WAITING_AT_MOST = 2000
WAIT_AT_MOST_S = 3.0
# What has waited long for its turn still gets so long to run.
RUN_AT_LEAST_S = 2.0
ASK_AGAIN_EVERY_S = 0.25
TOGETHER_AT_MOST = 256
RETRY_AFTER_MS = 2000


@dataclass(slots=True)
class Waiting:
    job: Job
    since: float
    answered: Callable[[Answer], None]
    is_answered: bool = False

    def answer(self, answer: Answer) -> None:
        """The first answer counts."""
        if not self.is_answered:
            self.is_answered = True
            self.answered(answer)

    def refuse(self) -> None:
        if not self.is_answered:
            counts.unavailable += 1
            self.answer(Unavailable(retry_after_ms=RETRY_AFTER_MS))


@dataclass(slots=True, eq=False)
class Shared:
    """The commands of one transaction; `locking` if they may lock rows of the apps."""

    taken: list[Waiting]
    people: set[int]
    locking: bool
    started: float
    due: float
    is_given_up: bool = False

    def given_up(self) -> bool:
        return self.is_given_up


class Writer:
    """Shared transactions, `at_once` of them at a time.

    Commands of one person keep the order in which they came, and are never in two
    transactions at a time. Commands that lock rows of the apps are all in one, so that
    no two of this process can wait for each other; those that only append run beside.

    What can't be done within 3 s, or finds 2,000 waiting, answers `unavailable` and
    changes nothing, unless its COMMIT is under way: sent again it is done once.

    When every transaction hangs, the database is taken for away: all that wait and all
    that come are refused at once, until it takes a transaction again.
    """

    def __init__(self, at_once: int = WRITERS) -> None:
        self._loop = asyncio.get_running_loop()
        self._at_once = at_once
        self._waiting: deque[Waiting] = deque()
        self._running: set[Shared] = set()
        self._asking: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._busy: set[int] = set()
        self._locking = False
        self._leaving = False

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def idle(self) -> bool:
        """Everything that was taken is answered."""
        return not self._running

    @property
    def is_stuck(self) -> bool:
        """Nothing can be written right now, and nobody shall wait to find out."""
        hanging = sum(shared.is_given_up for shared in self._running)
        return self._asking is not None or hanging >= self._at_once

    def take_no_more(self) -> None:
        """From now on every write is `unavailable`: it is sent again elsewhere."""
        self._leaving = True

    def write(self, job: Job, answered: Callable[[Answer], None]) -> None:
        """Calls `answered` once the job is committed, or has changed nothing."""
        waiting = Waiting(job, self._loop.time(), answered)
        full = len(self._waiting) >= WAITING_AT_MOST
        if self._leaving or full or self.is_stuck:
            waiting.refuse()
            return
        self._waiting.append(waiting)
        self._start()
        self._watch()

    def _start(self) -> None:
        while self._waiting and len(self._running) < self._at_once:
            taken = self._next()
            if not taken:
                return
            people = {waiting.job.user.pk for waiting in taken}
            locking = any(map(_locks, taken))
            due = max(
                taken[0].since + WAIT_AT_MOST_S, self._loop.time() + RUN_AT_LEAST_S
            )
            shared = Shared(taken, people, locking, time.monotonic(), due)
            self._running.add(shared)
            self._busy |= people
            self._locking |= locking
            counts.batch_jobs.add(len(taken))
            jobs = [waiting.job for waiting in taken]
            done = in_writer(run_writes, jobs, shared.given_up)
            done.add_done_callback(partial(self._written, shared))

    def _next(self) -> list[Waiting]:
        """What may run now, in order; whoever has to wait keeps all that came later."""
        too_old = self._loop.time() - WAIT_AT_MOST_S
        held = set(self._busy)
        taken: list[Waiting] = []
        left: list[Waiting] = []
        while self._waiting and len(taken) < TOGETHER_AT_MOST:
            waiting = self._waiting.popleft()
            person = waiting.job.user.pk
            if waiting.since < too_old:
                waiting.refuse()
            elif person in held or (self._locking and _locks(waiting)):
                held.add(person)
                left.append(waiting)
            else:
                taken.append(waiting)
        self._waiting.extendleft(reversed(left))
        return taken

    def _written(self, shared: Shared, done: asyncio.Future[list[Answer]]) -> None:
        counts.commit_seconds.add(time.monotonic() - shared.started)
        self._busy -= shared.people
        self._locking &= not shared.locking
        self._running.discard(shared)
        answers = self._answers(shared, done)
        if shared.is_given_up:
            self._see_whether_it_is_back(answers)
        # The next one runs while the people of this one are answered.
        self._start()
        self._watch()
        for waiting, answer in zip(shared.taken, answers, strict=True):
            waiting.answer(answer)

    def _watch(self) -> None:
        """Looks again when the first that is not answered yet will be due."""
        due = [shared.due for shared in self._running if not shared.is_given_up]
        if self._waiting:
            due.append(self._waiting[0].since + WAIT_AT_MOST_S)
        if due and self._timer is None:
            self._timer = self._loop.call_at(min(due), self._look)

    def _look(self) -> None:
        self._timer = None
        now = self._loop.time()
        for shared in list(self._running):
            if shared.due <= now and not shared.is_given_up:
                logger.warning("The database takes too long: writes are refused.")
                shared.is_given_up = True
                for waiting in shared.taken:
                    waiting.refuse()
        too_old = now - WAIT_AT_MOST_S
        while self._waiting and (self.is_stuck or self._waiting[0].since <= too_old):
            self._waiting.popleft().refuse()
        self._watch()

    def _see_whether_it_is_back(self, answers: list[Answer]) -> None:
        if self._asking is None and all(isinstance(a, Unavailable) for a in answers):
            self._asking = self._loop.create_task(self._until_back())

    async def _until_back(self) -> None:
        try:
            while True:
                try:
                    await in_writer(may_write)
                    break
                except DatabaseError:
                    await asyncio.sleep(ASK_AGAIN_EVERY_S)
        finally:
            self._asking = None
        logger.warning("The database takes writes again.")

    def _answers(
        self, shared: Shared, done: asyncio.Future[list[Answer]]
    ) -> list[Answer]:
        error = done.exception()
        if error is None:
            return done.result()
        self._loop.call_exception_handler(
            {"message": "The writer failed", "exception": error}
        )
        return [Unavailable(retry_after_ms=RETRY_AFTER_MS)] * len(shared.taken)


def _locks(waiting: Waiting) -> bool:
    """Whether it may lock more than the streams to which it appends."""
    return waiting.job.command.savepoint
