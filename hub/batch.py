"""One shared transaction: what its commands append, and the sealing at its end."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from django.db import models
from django.db import transaction as django_transaction
from django.utils import timezone

from hub import log
from hub.epoch import continuity
from hub.events import CONTROL as CONTROL
from hub.events import Pending, Stored
from hub.models import Receipt
from hub.receipts import COLUMNS as RECEIPT_COLUMNS
from hub.receipts import Key, Reply, look_up
from hub.receipts import rows as receipt_rows
from hub.rows import Set, insert_models


class Mark(NamedTuple):
    events: int
    rows: int
    callbacks: int
    gathered: int
    receipts: int
    blanked: int
    remembered: int


@dataclass(slots=True)
class Batch:
    """Collects without touching the streams; `seal` locks, numbers and stores."""

    events: list[Pending] = field(default_factory=list)
    rows: list[tuple[Pending, models.Model]] = field(default_factory=list)
    callbacks: list[Callable[[], None]] = field(default_factory=list)
    gathered: list[tuple[Callable[[list[Any]], None], Any]] = field(
        default_factory=list
    )
    receipts: dict[Key, Reply] = field(default_factory=dict)
    blanked: list[tuple[str, list[int]]] = field(default_factory=list)
    remembered: list[Callable[[], object]] = field(default_factory=list)
    epoch: str = ""
    newest_event: int = 0
    sealed: bool = False
    only_reads: bool = False
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
        for key in list(self.receipts)[mark.receipts :]:
            del self.receipts[key]
        del self.blanked[mark.blanked :]
        self.forget(mark.remembered)

    def forget(self, mark: int = 0) -> None:
        """What was remembered may have been read from rows that are undone now."""
        for forget in self.remembered[mark:]:
            forget()
        del self.remembered[mark:]

    def first_replies(self, keys: Collection[Key]) -> dict[Key, Reply]:
        """What was answered to these in earlier transactions."""
        self._generation, replies = look_up(keys, head_of=CONTROL)
        return replies

    def generation(self) -> int:
        """The control stream's head: what was remembered at it is fresh."""
        if self._generation is None:
            self.first_replies([])
            # Look-ups have a proven connection since now; writes had it before.
            self.epoch = self.epoch or continuity.epoch
        return self._generation or 0

    def seal(self) -> list[Stored]:
        self.sealed = True
        if self.events:
            log.number(self.events, timezone.now())
        self._insert_rows()
        for callback in self.callbacks:
            callback()
        self._call_gathered()
        receipts = Set(Receipt, RECEIPT_COLUMNS, receipt_rows(self.receipts))
        stored, self.newest_event = log.store(self.events, receipts)
        for stream, seqs in self.blanked:
            log.blank(stream, seqs)
        return self._marked(stored)

    def _marked(self, stored: list[Stored]) -> list[Stored]:
        """Tells with each blanked stream's events that memories of it are no good."""
        blanked = {stream for stream, _seqs in self.blanked}
        if not blanked:
            return stored
        if silent := blanked - {event.stream for event in stored}:
            raise RuntimeError(f"Blanked without an event that says so: {silent}")
        return [event._replace(blanks=event.stream in blanked) for event in stored]

    def _insert_rows(self) -> None:
        by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        for event, row in self.rows:
            row.seq = event.seq  # type: ignore[attr-defined]
            by_model[type(row)].append(row)
        for rows in by_model.values():
            insert_models(rows)

    def _call_gathered(self) -> None:
        by_callback: dict[Callable[[list[Any]], None], list[Any]] = defaultdict(list)
        for callback, item in self.gathered:
            by_callback[callback].append(item)
        for callback, items in by_callback.items():
            callback(items)


_current: ContextVar[Batch | None] = ContextVar("batch", default=None)
_publish: Callable[[list[Stored]], None] | None = None


def publish_with(publish: Callable[[list[Stored]], None] | None) -> None:
    """The running hub takes committed events here; without one, others find them."""
    global _publish
    _publish = publish


def current() -> Batch | None:
    return _current.get()


_prove: ContextVar[Callable[[], None] | None] = ContextVar("prove", default=None)


@contextmanager
def fenced(prove: Callable[[], None]) -> Iterator[None]:
    """Every transaction opened inside begins with `prove`, which may refuse it.

    `prove` runs in the transaction, and locks what it has seen until the end of it.
    """
    token = _prove.set(prove)
    try:
        yield
    finally:
        _prove.reset(token)


@contextmanager
def transaction() -> Iterator[Batch]:
    """Opens the batch that commits and publishes together, or joins the open one.

    Inside an open batch it is a savepoint: an exception undoes this part alone.
    """
    batch = _current.get()
    if batch is None or batch.only_reads:
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
def reading() -> Iterator[None]:
    """Look-ups that belong together and write nothing, so that they may `remember`."""
    if _current.get() is not None:
        yield
        return
    token = _current.set(Batch(only_reads=True))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def _outermost() -> Iterator[Batch]:
    if not continuity.epoch:
        # A command beside the server: what it writes shall not hide an old copy.
        continuity.prove()
    batch = Batch()
    token = _current.set(batch)
    try:
        with django_transaction.atomic():
            # Only now is there a connection, and a connection is proven.
            batch.epoch = continuity.epoch
            if prove := _prove.get():
                prove()
            yield batch
            stored = batch.seal()
            if stored:
                django_transaction.on_commit(partial(_hand_over, batch, stored))
    except BaseException:
        batch.forget()
        raise
    finally:
        _current.reset(token)


def _hand_over(batch: Batch, stored: list[Stored]) -> None:
    continuity.committed(batch.epoch, batch.newest_event)
    if _publish is not None:
        continuity.in_epoch(batch.epoch, partial(_publish, stored))
