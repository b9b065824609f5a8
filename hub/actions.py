"""How apps write to streams. Everything here happens inside `transaction()`."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from hub.batch import CONTROL, Batch, current, reading, transaction
from hub.epoch import continuity
from hub.epoch import renew as renew_epoch
from hub.events import RENAMED, Fields, Later, Pending
from hub.models import ReadMark
from hub.rows import insert_models

__all__ = [
    "advance_read_mark",
    "append",
    "at_seal",
    "at_seal_together",
    "blank",
    "changed",
    "forget_all",
    "insert_models",
    "insert_with",
    "reading",
    "remember",
    "remember_each",
    "renamed",
    "renewed",
    "renew_epoch",
    "revoke",
    "transaction",
]

REMEMBERED_AT_MOST = 50_000
RENEWED_AT_ONCE = 1000
K = TypeVar("K", bound=Hashable)
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


def renamed(stream: str, title: str) -> Pending:
    """Tells all whose own it is, and all who look at it, what it is called now."""
    return append(stream, RENAMED, {"stream": stream, "title": title})


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


def renewed(*, users: Iterable[int], reason: str = "") -> None:
    """These people may do more in some places and less in others.

    In every process their sockets are held, each right is proven again, and what is
    their own from now on appears. Without anybody, what was remembered is forgotten.
    """
    ids = sorted(set(users))
    for start in range(0, max(1, len(ids)), RENEWED_AT_ONCE):
        some = ids[start : start + RENEWED_AT_ONCE]
        # A process of an earlier release takes it for everybody's: slow, and right.
        _control("renewed", {"users": some, "stream": "*"}, reason)


def blank(stream: str, seqs: Iterable[int]) -> None:
    """Empties the data of stored events, so that no replay brings a text back.

    Done at the batch's very end, so that events of the same batch are among them. The
    batch must append to that stream too: it is how processes hear what to forget.
    """
    batch = current()
    if batch is None or batch.only_reads:
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
    return remember_each([key], lambda _missing: {key: load()})[key]


def remember_each(
    keys: Iterable[K], load: Callable[[list[K]], Mapping[K, T]]
) -> dict[K, T]:
    """The same for many: `load` gets the keys that are not known, all at once.

    What it leaves out is left out here too, and asked for again the next time.
    """
    global _remembered
    wanted = list(keys)
    batch = current()
    if batch is None or batch.control_changed:
        return dict(load(wanted))
    generation = batch.generation()
    if batch.epoch != continuity.epoch:
        return dict(load(wanted))
    with _remembering:
        known, values = _remembered
        if generation > known or len(values) > REMEMBERED_AT_MOST:
            known, values = _remembered = (generation, {})
    if generation < known:
        return dict(load(wanted))
    found = {key: values[key] for key in wanted if key in values}
    missing = [key for key in wanted if key not in found]
    if missing:
        loaded = dict(load(missing))
        for key, value in loaded.items():
            values[key] = value
            batch.remembered.append(partial(values.pop, key, None))
        found |= loaded
    return found


def forget_all() -> None:
    """For when the control stream starts anew: a restored or emptied database."""
    global _remembered
    with _remembering:
        _remembered = (-1, {})


continuity.when_renewed(lambda _epoch, _control_head: forget_all())


def _control(kind: str, target: dict[str, object], reason: str) -> None:
    batch = _open_batch()
    batch.control_changed = True
    batch.events.append(
        Pending(CONTROL, kind, target | {"reason": reason}, None, None, None)
    )


def _open_batch() -> Batch:
    batch = current()
    if batch is None or batch.sealed or batch.only_reads:
        raise RuntimeError("Actions write inside hub.actions.transaction().")
    return batch
