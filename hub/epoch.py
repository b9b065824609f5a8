"""Names the database's history, and begins a new one where continuity is broken.

A promoted replica, a database put back from a copy, an old snapshot: what was
acknowledged or delivered after it was taken is gone, and its positions are given out
again. So a serving process uses no connection before `prove` has seen that the database
is the one that it was, or has renewed the epoch.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from threading import Lock
from typing import Any
from weakref import WeakSet

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Max

from hub import durability, ids
from hub.events import CONTROL
from hub.marks import Mark, Marks, marks
from hub.models import Event, Installation, PastEpoch, Stream
from hub.postgresql.identity import Identity, identity

logger = logging.getLogger(__name__)

Listener = Callable[[str, int], None]


class Reason(StrEnum):
    """Why an epoch ended, as `PastEpoch` keeps it."""

    BY_HAND = "by_hand"
    ANOTHER_SERVER = "another_server"
    ANOTHER_TIMELINE = "another_timeline"
    BEHIND = "behind_the_mark"
    OLDER_EPOCH = "older_epoch"


SENTENCES = {
    Reason.BY_HAND: "as asked",
    Reason.ANOTHER_SERVER: "PostgreSQL is another server than before",
    Reason.ANOTHER_TIMELINE: "PostgreSQL was promoted, or restored to a point in time",
    Reason.BEHIND: "the database is older than what was committed",
    Reason.OLDER_EPOCH: "the database is older than its last renewal",
}

LEFT_BEHIND = (
    "This PostgreSQL was replaced: other server processes work on a replica that was "
    "promoted. Nothing is served from here until DATABASE_URL leads to the new primary."
)


class Continuity:
    """What one process knows of the database's history. Used from any thread."""

    def __init__(self, marks: Callable[[], Marks]) -> None:
        # The epoch that was proven last; empty before the first time.
        self.epoch = ""
        self._installation = ""
        self._left: set[str] = set()
        self._untold: set[str] = set()
        self._marks = marks
        self._lock = Lock()
        self._listeners: list[Listener] = []
        self._when_left: list[Callable[[], None]] = []
        self._is_left_behind = False
        self._proven: WeakSet[Any] = WeakSet()

    def when_renewed(self, listener: Listener) -> None:
        """Calls `listener(epoch, head of the control stream)` at each renewal.

        In the thread that notices it, before anything is read in the new epoch.
        """
        self._listeners.append(listener)

    def when_left_behind(self, listener: Callable[[], None]) -> None:
        """Calls it when nothing more can be had here, for others have moved on."""
        self._when_left.append(listener)

    def forget(
        self, listener: Listener, left_behind: Callable[[], None] | None = None
    ) -> None:
        """Calls them no more, if they were called at all."""
        with suppress(ValueError):
            self._listeners.remove(listener)
        if left_behind in self._when_left:
            self._when_left.remove(left_behind)

    def guard(self) -> None:
        """From now on this process uses no connection before it is proven."""
        connection_created.connect(self._prove_connection, dispatch_uid="hub.epoch")

    def prove(self) -> str:
        """Renews the epoch if the database can't be the one it was; returns the epoch.

        Two processes that notice it at once renew it once. Raises OperationalError
        while other processes work on a later timeline: this is then a primary that was
        replaced and lives on, and nothing of it may be served or acknowledged.
        """
        row = installation()
        if not self.epoch:
            # Before we note anything ourselves: it may be all that is left of a mark.
            self._marks().fetch(row.name)
        # Before the newest event: what is committed while we look is no sign.
        noted = self._marks().read(row.name)
        found = identity(connection, self._untold)
        self._go_by(found)
        newest = Event.objects.aggregate(newest=Max("id"))["newest"] or 0
        epoch, reason = row.epoch, _broken(row, found, newest, noted)
        if reason is None:
            _remember_server(row, found)
        else:
            epoch = renewed(row, reason, found, noted)
        head = Stream.objects.filter(name=CONTROL).values_list("head", flat=True)
        if self._take(row.name, epoch, head.first() or 0):
            self._marks().take_over(Mark(row.name, epoch, newest))
        return epoch

    def _go_by(self, found: Identity) -> None:
        """Tells other hosts of this server, unless they have left it behind."""
        if not found.system or found.timeline is None:
            return
        if not self._marks().left_behind(found.system, found.timeline):
            self._is_left_behind = False
            self._marks().serves(found.system, found.timeline)
            return
        with self._lock:
            is_new, self._is_left_behind = not self._is_left_behind, True
            # Every connection has to be proven anew, and can't be.
            self._proven = WeakSet()
            if is_new:
                logger.error("%s", LEFT_BEHIND)
                for listener in self._when_left:
                    listener()
        raise OperationalError(LEFT_BEHIND)

    def watch(self) -> None:
        """Proves again and keeps the marks, every second in each serving process."""
        if self._installation:
            self._marks().fetch(self._installation)
        self.prove()
        self._marks().keep()

    def committed(self, epoch: str, event: int) -> None:
        """Notes the newest event of a commit, before anybody hears of it."""
        if epoch:
            self._marks().reached(Mark(self._installation, epoch, event))

    def in_epoch(self, epoch: str, call: Callable[[], None]) -> None:
        """Calls, unless the epoch changed since: then nobody here shall hear of it."""
        with self._lock:
            if epoch == self.epoch:
                call()

    def _take(self, name: str, epoch: str, control_head: int) -> bool:
        """Makes this the process's epoch; whether it is another one.

        Under the lock: who finds the new epoch known may rely on all having been told.
        """
        with self._lock:
            if epoch == self.epoch:
                return False
            if epoch in self._left:
                # An old primary that is still there: its history ended for us.
                raise OperationalError("This database is one that we have left.")
            left, self.epoch, self._installation = self.epoch, epoch, name
            if left:
                self._left.add(left)
                for listener in self._listeners:
                    listener(epoch, control_head)
            return True

    def _prove_connection(
        self, connection: BaseDatabaseWrapper, **_signal: object
    ) -> None:
        if connection.alias != DEFAULT_DB_ALIAS:
            return
        opened = connection.connection
        pooled = connection.vendor == "postgresql"
        with self._lock:
            if pooled and opened in self._proven:
                return
        try:
            durability.check(connection)
            self.prove()
        except BaseException:
            connection.close()
            raise
        if pooled:
            with self._lock:
                self._proven.add(opened)


continuity = Continuity(marks)


def renew() -> str:
    """Begins a new epoch by hand, as after a restore; returns it.

    Clients get `reset`, take their pages anew and send the acknowledged writes of their
    last 24 hours again. Running servers notice it within a second.
    """
    return renewed(installation(), Reason.BY_HAND, identity(connection, set()), {})


def installation() -> Installation:
    """The one row; an emptied database begins a history of its own."""
    row, _made = Installation.objects.get_or_create(
        pk=1, defaults={"name": _new_name(), "epoch": _new_name()}
    )
    return row


def renewed(
    row: Installation, reason: Reason, found: Identity, noted: Mapping[str, int]
) -> str:
    """The epoch that follows `row`'s, which another process may have begun already."""
    with transaction.atomic():
        now = Installation.objects.select_for_update().get(pk=1)
        if now.epoch != row.epoch:
            return now.epoch
        PastEpoch.objects.bulk_create(
            [PastEpoch(epoch=one, reason=reason) for one in {now.epoch, *noted}],
            ignore_conflicts=True,
        )
        now.epoch = _new_name()
        now.system_identifier, now.timeline = found
        now.save()
        ids.skip()
    logger.warning("The epoch is renewed: %s.", SENTENCES[reason])
    return now.epoch


def _broken(
    row: Installation, found: Identity, newest: int, noted: Mapping[str, int]
) -> Reason | None:
    match found.differs_in(Identity(row.system_identifier, row.timeline)):
        case "system":
            return Reason.ANOTHER_SERVER
        case "timeline":
            return Reason.ANOTHER_TIMELINE
    if noted.get(row.epoch, 0) > newest:
        return Reason.BEHIND
    others = noted.keys() - {row.epoch}
    past = PastEpoch.objects.filter(epoch__in=others).values_list("epoch", flat=True)
    return Reason.OLDER_EPOCH if others and others - set(past) else None


def _remember_server(row: Installation, found: Identity) -> None:
    known = Identity(row.system_identifier, row.timeline)
    told = Identity(found.system or known.system, found.timeline or known.timeline)
    if told != known:
        Installation.objects.filter(pk=row.pk, epoch=row.epoch).update(
            system_identifier=told.system, timeline=told.timeline
        )


def _new_name() -> str:
    return secrets.token_urlsafe(16)
