"""Runs commands: writes in shared transactions, each failing alone."""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

import msgspec
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    close_old_connections,
    connection,
)
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from hub.batch import Batch, Reply, transaction
from hub.commands import Command, Undecodable
from hub.errors import Conflict, HubError, Internal, Unavailable, UnknownType
from hub.events import Fields, Later, resolved
from hub.frames import Request, Write
from hub.models import Receipt
from hub.routing import routing

logger = logging.getLogger(__name__)

ONE_BY_ONE_WITHIN_S = 3.0
RETRY_AFTER_MS = 2000


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
_Known = dict[tuple[int, UUID] | None, tuple[str, str, Fields | Later]]


def run_read(job: Job) -> Answer:
    """Answers a request that changes nothing."""
    try:
        with translation.override(job.user.locale):
            return resolved(job.command.run(job.user, job.frame))
    except HubError as error:
        return error
    except DatabaseError:
        return _broken("A read failed")
    except Exception:
        logger.exception("A command failed")
        return Internal()


def run_writes(jobs: Sequence[Job]) -> list[Answer]:
    """Runs all in one transaction; should that fail as a whole, each in its own."""
    try:
        return _together(jobs)
    except Exception as error:
        if len(jobs) > 1:
            logger.warning("A shared transaction failed, going one by one: %r", error)
            return list(_one_by_one(jobs))
        return [_alone_failed(jobs[0], error)]


def _one_by_one(jobs: Sequence[Job]) -> Iterator[Answer]:
    """A bad write fails alone; but a database that is away is not asked by each."""
    until = time.monotonic() + ONE_BY_ONE_WITHIN_S
    for job in jobs:
        if time.monotonic() < until:
            yield run_writes([job])[0]
        else:
            yield Unavailable(retry_after_ms=RETRY_AFTER_MS)


def _together(jobs: Sequence[Job]) -> list[Answer]:
    with transaction() as batch:
        known = _receipts(jobs)
        answers: list[_Unresolved] = []
        for job in jobs:
            answers.append(_answer(job, batch, known))
    return [
        answer if isinstance(answer, HubError) else resolved(answer)
        for answer in answers
    ]


def _answer(job: Job, batch: Batch, known: _Known) -> _Unresolved:
    frame = job.frame
    name = str(frame.__struct_config__.tag)
    key = (job.user.pk, frame.client_id) if isinstance(frame, Write) else None
    digest = _digest(frame)
    if key in known:
        return _repeated(name, digest, *known[key])
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
    batch.receipts.append(Reply(*key, name, digest, fields))
    known[key] = (name, digest, fields)
    return lambda: {**resolved(fields), "duplicate": False}


def _run(job: Job) -> Fields | Later:
    with translation.override(job.user.locale):
        if not job.command.savepoint:
            return job.command.run(job.user, job.frame)
        with transaction():
            return job.command.run(job.user, job.frame)


def _digest(frame: Request) -> str:
    """Tells a write that is sent again from another one with its `client_id`."""
    asked = msgspec.json.encode(msgspec.structs.replace(frame, ref=0))
    return blake2b(asked, digest_size=16).hexdigest()


def _repeated(
    name: str, digest: str, first: str, first_digest: str, fields: Fields | Later
) -> _Unresolved:
    if name != first or (first_digest and digest != first_digest):
        return Conflict(
            _("This client_id was used for another command."), field="client_id"
        )
    return lambda: {**resolved(fields), "duplicate": True}


def _receipts(jobs: Sequence[Job]) -> _Known:
    """First replies by (author, client_id), in one query for the whole set."""
    authors = {job.user.pk for job in jobs}
    ids = {job.frame.client_id for job in jobs if isinstance(job.frame, Write)}
    rows = Receipt.objects.filter(client_id__in=ids, author_id__in=authors)
    return {
        (row.author_id, row.client_id): (
            row.command,
            row.digest,
            msgspec.json.decode(row.reply),
        )
        for row in rows
    }


def _alone_failed(job: Job, error: Exception) -> Answer:
    if isinstance(error, IntegrityError):
        # Another process wrote the same client_id meanwhile: its receipt answers now.
        try:
            return _together([job])[0]
        except Exception as again:
            error = again
    hopeless = isinstance(error, IntegrityError | DataError)
    if isinstance(error, DatabaseError) and not hopeless:
        return _broken("A write failed")
    logger.error("A transaction failed", exc_info=error)
    return Internal()


def _broken(what: str) -> Unavailable:
    logger.exception(what)
    if not connection.in_atomic_block:
        close_old_connections()
    return Unavailable(retry_after_ms=RETRY_AFTER_MS)
