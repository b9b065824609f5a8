"""Runs commands: writes in shared transactions, each failing alone."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    close_old_connections,
    connection,
)
from django.db.transaction import atomic
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from hub.batch import Batch, transaction
from hub.commands import Command, Undecodable
from hub.epoch import continuity
from hub.errors import (
    Conflict,
    HubError,
    Internal,
    Unanswered,
    Unavailable,
    UnknownType,
)
from hub.events import Fields, Later, resolved
from hub.frames import Request, Write
from hub.receipts import Key, Reply
from hub.routing import routing

logger = logging.getLogger(__name__)

ONE_BY_ONE_WITHIN_S = 3.0
RETRY_AFTER_MS = 2000
TRIES = 4
# The class of SQLSTATE that tells of deadlocks and failed serialisation.
ROLLED_BACK = "40"


class GivenUp(Exception):
    """Nobody waits for this transaction any more: it must change nothing."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Job:
    """One request of one person."""

    user: Any
    command: Command
    frame: Request


def execute(user: Any, fields: Mapping[str, object]) -> Mapping[str, object]:
    """Runs one frame without `ref` here and now, as `POST /api/v1/commands` does.

    Raises `HubError`. For management commands and tests: a server shares transactions.
    """
    job = job_of(user, fields)
    answer = run_writes([job])[0] if job.command.writes else run_read(job)
    if isinstance(answer, HubError):
        raise answer
    return answer


def job_of(user: Any, fields: Mapping[str, object]) -> Job:
    """Checks the frame; raises `HubError`, also for what only a socket can ask."""
    table = routing().commands
    try:
        frame = table.convert(fields)
    except Undecodable as undecodable:
        raise undecodable.error from None
    command = table.find(frame)
    if not isinstance(command, Command) or not isinstance(frame, Request):
        raise UnknownType(_("This works over a socket only."))
    return Job(user, command, frame)


Answer = Mapping[str, object] | HubError
_Unresolved = Fields | Later | HubError
_Known = Mapping[Key, Reply]


def run_read(job: Job) -> Answer:
    """Answers a request that changes nothing."""
    try:
        with translation.override(job.user.locale):
            return resolved(job.command.run(job.user, job.frame))
    except HubError as error:
        return error
    except DatabaseError as error:
        _broken("A read failed", error)
        return Unanswered(retry_after_ms=RETRY_AFTER_MS)
    except Exception:
        logger.exception("A command failed")
        return Internal()


def run_writes(
    jobs: Sequence[Job], given_up: Callable[[], bool] = _never
) -> list[Answer]:
    """Runs all in one transaction; should that fail as a whole, each in its own.

    Once `given_up` says so, what is not about to commit changes nothing any more.
    """
    for tried in range(TRIES):
        try:
            return _together(jobs, given_up)
        except GivenUp:
            return [Unavailable(retry_after_ms=RETRY_AFTER_MS)] * len(jobs)
        except Exception as error:
            if tried + 1 < TRIES and _may_pass_now(error):
                logger.info("A transaction met another one: %r", error)
                continue
            if len(jobs) == 1:
                return [_alone_failed(error)]
            logger.warning("A shared transaction failed, going one by one: %r", error)
            break
    return list(_one_by_one(jobs, given_up))


def _may_pass_now(error: Exception) -> bool:
    """Whether another transaction was in the way, which has ended by now.

    It wrote the same client_id, whose receipt answers now; or each waited for the other
    until PostgreSQL chose us to go back.
    """
    state = str(getattr(error.__cause__, "sqlstate", None) or "")
    return isinstance(error, IntegrityError) or state.startswith(ROLLED_BACK)


def _one_by_one(jobs: Sequence[Job], given_up: Callable[[], bool]) -> Iterator[Answer]:
    """A bad write fails alone; but a database that is away is not asked by each."""
    until = time.monotonic() + ONE_BY_ONE_WITHIN_S
    for job in jobs:
        if time.monotonic() < until and not given_up():
            yield run_writes([job], given_up)[0]
        else:
            yield Unavailable(retry_after_ms=RETRY_AFTER_MS)


def may_write() -> None:
    """Raises `DatabaseError` while nothing can be written."""
    with atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _together(jobs: Sequence[Job], given_up: Callable[[], bool]) -> list[Answer]:
    with transaction() as batch:
        known = batch.first_replies([key for job in jobs if (key := _key(job))])
        answers: list[_Unresolved] = []
        with translation.override(None):
            for job in jobs:
                _speak(job.user.locale)
                answers.append(_answer(job, batch, known))
        if given_up():
            raise GivenUp
    if batch.epoch != continuity.epoch:
        # Committed in a history that has ended meanwhile: what is said of it is void.
        return [Unavailable(retry_after_ms=RETRY_AFTER_MS)] * len(jobs)
    return [
        answer if isinstance(answer, HubError) else resolved(answer)
        for answer in answers
    ]


def _answer(job: Job, batch: Batch, known: _Known) -> _Unresolved:
    name = str(job.frame.__struct_config__.tag)
    key = _key(job)
    digest = _digest(job.frame)
    if key and (first := known.get(key) or batch.receipts.get(key)):
        return _repeated(name, digest, first)
    mark = batch.mark()
    try:
        fields = _run(job)
    except HubError as error:
        batch.undo(mark)
        return error
    except DatabaseError:
        raise
    except Exception:
        batch.undo(mark)
        logger.exception("Command %s failed", name)
        return Internal()
    if key is None:
        return fields
    batch.receipts[key] = Reply(name, digest, fields)
    return lambda: {**resolved(fields), "duplicate": False}


def _run(job: Job) -> Fields | Later:
    if not job.command.savepoint:
        return job.command.run(job.user, job.frame)
    with transaction():
        return job.command.run(job.user, job.frame)


def _speak(locale: str) -> None:
    """As `translation.override`, whose way back after each command costs as much."""
    if translation.get_language() != locale:
        translation.activate(locale)


def _key(job: Job) -> Key | None:
    """By what a write is known when it is sent again."""
    frame = job.frame
    return (job.user.pk, frame.client_id) if isinstance(frame, Write) else None


def _digest(frame: Request) -> str:
    """Tells a write that is sent again from another one with its `client_id`."""
    asked = msgspec.json.encode(msgspec.structs.replace(frame, ref=0))
    return blake2b(asked, digest_size=16).hexdigest()


def _repeated(name: str, digest: str, first: Reply) -> _Unresolved:
    if name != first.command or (first.digest and digest != first.digest):
        return Conflict(
            _("This client_id was used for another command."), field="client_id"
        )
    return lambda: {**resolved(first.fields), "duplicate": True}


def _alone_failed(error: Exception) -> Answer:
    hopeless = isinstance(error, IntegrityError | DataError)
    if isinstance(error, DatabaseError) and not hopeless:
        return _broken("A write failed", error)
    logger.error("A transaction failed", exc_info=error)
    return Internal()


def _broken(what: str, error: DatabaseError) -> Unavailable:
    # One line each: while the database is away there are many.
    logger.warning("%s: %r", what, error)
    if not connection.in_atomic_block:
        close_old_connections()
    return Unavailable(retry_after_ms=RETRY_AFTER_MS)
