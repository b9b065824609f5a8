"""Does the way of writes keep up? Writes into a stream that nobody reads."""

import asyncio
import time
import uuid
from statistics import median
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models.functions import Now

from hub.actions import append
from hub.commands import Command
from hub.errors import HubError
from hub.events import Fields
from hub.execution import Job
from hub.frames import Write
from hub.live import running
from hub.models import Lease

STREAM = "trial:0"
FLUSHES = 5


class Trial(NamedTuple):
    """`acknowledged` writes in `seconds`; the slowest of them took `slowest_s`."""

    acknowledged: int
    seconds: float
    slowest_s: float


class TrialWrite(Write, kw_only=True, frozen=True, tag="trial.write"):
    text: str


async def trial(user: Any, *, count: int, at_once: int, within_s: float) -> Trial:
    """Sends `count` writes the way posts go, `at_once` at a time; ends in `within_s`.

    They go through the same writer, transactions and flushes as everybody's, beside
    them. Their rows are forgotten with the log's.
    """
    hub = await running()
    took: list[float] = []
    left = iter(range(count))
    begun = time.monotonic()

    async def one_after_another() -> None:
        for number in left:
            sent = time.monotonic()
            frame = TrialWrite(ref=0, client_id=uuid.uuid4(), text=f"{number}" * 40)
            answer = await hub.answer(Job(user, COMMAND, frame))
            if isinstance(answer, HubError):
                return
            took.append(time.monotonic() - sent)

    try:
        async with asyncio.timeout(within_s):
            await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    except TimeoutError:
        pass
    return Trial(len(took), time.monotonic() - begun, max(took, default=0.0))


def flush_seconds() -> float:
    """How long the commit of one small row takes: the median of a few."""
    took = []
    for _time in range(FLUSHES):
        begun = time.monotonic()
        with transaction.atomic():
            Lease.objects.update_or_create(name="trial", defaults={"expires_at": Now()})
        took.append(time.monotonic() - begun)
    return median(took)


def _write(_user: Any, frame: TrialWrite) -> Fields:
    append(STREAM, "trial.written", {"text": frame.text})
    return {}


# In no table: it can't be sent from outside.
COMMAND = Command(TrialWrite, _write, savepoint=False)
