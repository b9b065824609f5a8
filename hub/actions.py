"""How apps write to streams. Everything here happens inside `transaction()`."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import models

from hub.batch import CONTROL, Batch, current, transaction
from hub.events import Fields, Later, Pending
from hub.models import ReadMark

__all__ = [
    "advance_read_mark",
    "append",
    "at_seal",
    "at_seal_together",
    "blank",
    "changed",
    "forget_all",
    "insert_with",
    "remember",
    "revoke",
    "transaction",
]

REMEMBERED_AT_MOST = 50_000
T = TypeVar("T")


def append(
    stream: str,
    kind: str,
    data: Fields | Later,
    *,
    by: Fields | None = None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Pending:
    """One more event for a stream. Its `seq` is known once the batch is sealed.

    `data` may be a function without arguments: it is called after seqs and the rows of
    `insert_with` exist. `at` is for what happened earlier (imports, the demo).
    """
    event = Pending(stream, kind, data, by, client_id, at)
    _open_batch().events.append(event)
    return event


def insert_with(event: Pending, row: models.Model) -> None:
    """Inserts `row` with `row.seq = event.seq`, together with others of its model."""
    _open_batch().rows.append((event, row))


def at_seal(callback: Callable[[], None]) -> None:
    """Runs `callback` in the transaction, after seqs and inserted rows exist."""
    _open_batch().callbacks.append(callback)


def at_seal_together(callback: Callable[[list[T]], None], item: T) -> None:
    """Runs `callback` once, as `at_seal` does, with the items of the whole batch."""
    _open_batch().gathered.append((callback, item))


def revoke(
    *,
    user: int | None = None,
    session: str | None = None,
    token: int | None = None,
    stream: str | None = None,
    reason: str = "",
) -> None:
    """Ends what was allowed, in every process, within a second of the commit.

    `session` or `token` closes their sockets, `user` alone all of that person's;
    `user` with `stream` ends only that subscription.
    """
    names = {"user": user, "session": session, "token": token, "stream": stream}
    _control("revoked", {k: v for k, v in names.items() if v is not None}, reason)


def changed(*, user: int, reason: str = "") -> None:
    """Somebody may do more than before: forget what was remembered."""
    _control("changed", {"user": user}, reason)


def blank(stream: str, seqs: Iterable[int]) -> None:
    """Empties the data of stored events, so that no replay brings a text back.

    Done at the batch's very end, so that events of the same batch are among them.
    """
    batch = current()
    if batch is None:
        raise RuntimeError("Actions write inside hub.actions.transaction().")
    batch.blanked.append((stream, list(seqs)))


def advance_read_mark(user_id: int, stream: str, seq: int) -> int:
    """Moves a read mark forward, never backwards; returns where it stands."""
    mark, made = ReadMark.objects.select_for_update().get_or_create(
        user_id=user_id, stream=stream, defaults={"seq": seq}
    )
    if not made and mark.seq < seq:
        mark.seq = seq
        mark.save(update_fields=["seq"])
    return mark.seq


_remembered: tuple[int, dict[Hashable, Any]] = (-1, {})
_remembering = Lock()


def remember(key: Hashable, load: Callable[[], T]) -> T:
    """`load()`, kept in this process for as long as no right has changed anywhere.

    Only inside a batch, where the control stream's head proves that it is fresh.
    """
    global _remembered
    batch = current()
    if batch is None or batch.control_changed:
        return load()
    generation = batch.generation()
    with _remembering:
        known, values = _remembered
        if generation > known or len(values) > REMEMBERED_AT_MOST:
            known, values = _remembered = (generation, {})
    if generation < known:
        return load()
    if key not in values:
        values[key] = load()
        batch.remembered.append(partial(values.pop, key, None))
    return cast(T, values[key])


def forget_all() -> None:
    """For when the control stream starts anew: a restored or emptied database."""
    global _remembered
    with _remembering:
        _remembered = (-1, {})


def _control(kind: str, target: dict[str, object], reason: str) -> None:
    batch = _open_batch()
    batch.control_changed = True
    batch.events.append(
        Pending(CONTROL, kind, target | {"reason": reason}, None, None, None)
    )


def _open_batch() -> Batch:
    batch = current()
    if batch is None or batch.sealed:
        raise RuntimeError("Actions write inside hub.actions.transaction().")
    return batch
