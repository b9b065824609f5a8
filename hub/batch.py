"""One shared transaction: what its commands append, and the sealing at its end."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db import transaction as django_transaction
from django.utils import timezone

from hub import log
from hub.events import Fields, Later, Pending, Stored, encode, resolved
from hub.models import Receipt, Stream

CONTROL = "control"


class Mark(NamedTuple):
    events: int
    rows: int
    callbacks: int
    gathered: int
    receipts: int
    blanked: int
    remembered: int


class Reply(NamedTuple):
    author_id: int
    client_id: UUID
    command: str
    digest: str
    fields: Fields | Later


@dataclass(slots=True)
class Batch:
    """Collects without touching the streams; `seal` locks, numbers and stores."""

    events: list[Pending] = field(default_factory=list)
    rows: list[tuple[Pending, models.Model]] = field(default_factory=list)
    callbacks: list[Callable[[], None]] = field(default_factory=list)
    gathered: list[tuple[Callable[[list[Any]], None], Any]] = field(
        default_factory=list
    )
    receipts: list[Reply] = field(default_factory=list)
    blanked: list[tuple[str, list[int]]] = field(default_factory=list)
    remembered: list[Callable[[], object]] = field(default_factory=list)
    sealed: bool = False
    control_changed: bool = False
    _generation: int | None = None

    def mark(self) -> Mark:
        return Mark(
            len(self.events),
            len(self.rows),
            len(self.callbacks),
            len(self.gathered),
            len(self.receipts),
            len(self.blanked),
            len(self.remembered),
        )

    def undo(self, mark: Mark) -> None:
        """Forgets what came after `mark`: a command that failed leaves no trace."""
        del self.events[mark.events :]
        del self.rows[mark.rows :]
        del self.callbacks[mark.callbacks :]
        del self.gathered[mark.gathered :]
        del self.receipts[mark.receipts :]
        del self.blanked[mark.blanked :]
        self.forget(mark.remembered)

    def forget(self, mark: int = 0) -> None:
        """What was remembered may have been read from rows that are undone now."""
        for forget in self.remembered[mark:]:
            forget()
        del self.remembered[mark:]

    def generation(self) -> int:
        """The control stream's head: what was remembered at it is fresh."""
        if self._generation is None:
            head = Stream.objects.filter(name=CONTROL).values_list("head", flat=True)
            self._generation = head.first() or 0
        return self._generation

    def seal(self) -> list[Stored]:
        self.sealed = True
        if self.events:
            log.number(self.events, timezone.now())
        self._insert_rows()
        for callback in self.callbacks:
            callback()
        self._call_gathered()
        stored = log.store(self.events) if self.events else []
        for stream, seqs in self.blanked:
            log.blank(stream, seqs)
        self._write_receipts()
        return stored

    def _insert_rows(self) -> None:
        by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        for event, row in self.rows:
            row.seq = event.seq  # type: ignore[attr-defined]
            by_model[type(row)].append(row)
        for model, rows in by_model.items():
            model._default_manager.bulk_create(rows)

    def _call_gathered(self) -> None:
        by_callback: dict[Callable[[list[Any]], None], list[Any]] = defaultdict(list)
        for callback, item in self.gathered:
            by_callback[callback].append(item)
        for callback, items in by_callback.items():
            callback(items)

    def _write_receipts(self) -> None:
        Receipt.objects.bulk_create(
            Receipt(
                author_id=reply.author_id,
                client_id=reply.client_id,
                command=reply.command,
                digest=reply.digest,
                reply=encode(resolved(reply.fields)).decode(),
            )
            for reply in self.receipts
        )


_current: ContextVar[Batch | None] = ContextVar("batch", default=None)
_publish: Callable[[list[Stored]], None] | None = None


def publish_with(publish: Callable[[list[Stored]], None] | None) -> None:
    """The running hub takes committed events here; without one, others find them."""
    global _publish
    _publish = publish


def current() -> Batch | None:
    return _current.get()


@contextmanager
def transaction() -> Iterator[Batch]:
    """Opens the batch that commits and publishes together, or joins the open one.

    Inside an open batch it is a savepoint: an exception undoes this part alone.
    """
    batch = _current.get()
    if batch is None:
        with _outermost() as batch:
            yield batch
        return
    mark = batch.mark()
    try:
        with django_transaction.atomic():
            yield batch
    except BaseException:
        batch.undo(mark)
        raise


@contextmanager
def _outermost() -> Iterator[Batch]:
    batch = Batch()
    token = _current.set(batch)
    try:
        with django_transaction.atomic():
            yield batch
            stored = batch.seal()
            if stored:
                django_transaction.on_commit(partial(_hand_over, stored))
    except BaseException:
        batch.forget()
        raise
    finally:
        _current.reset(token)


def _hand_over(stored: list[Stored]) -> None:
    if _publish is not None:
        _publish(stored)
