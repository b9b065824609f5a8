"""Work that one process does for all: which one, for how long, and proof of it."""

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import connection
from django.db.models import Case, F, Q, When
from django.db.models.functions import Now

from hub.batch import fenced
from hub.models import Lease
from hub.threads import in_database

logger = logging.getLogger(__name__)

RENEW_EVERY_S = 2.0
EXPIRES_AFTER = timedelta(seconds=6)
RELEASE_WITHIN_S = 2.0


class LeaseLost(Exception):
    """Another process does this work now; nothing of the transaction is kept."""


class Holder:
    """This process's hold on a lease, if it has it. Only the database's clock counts.

    `held` waits until we believe to have it; `run` proves it in every transaction of
    the work, so that who was stopped, and goes on after another took over, changes
    nothing.
    On SQLite there is one process: the lease is its own, and costs nothing.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._id = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._shared = connection.vendor == "postgresql"
        self._term: int | None = None
        self._until = 0.0
        self._ending = False
        self._taken = asyncio.Event()

    async def keep(self) -> None:
        """Takes the lease when nobody has it, and renews it, until cancelled."""
        while self._shared and not self._ending:
            asked = time.monotonic()
            try:
                term = await in_database(take, self._name, self._id)
            except Exception as error:
                logger.warning("The lease %s can't be renewed: %r", self._name, error)
            else:
                self._note(term, asked + EXPIRES_AFTER.total_seconds())
            await asyncio.sleep(RENEW_EVERY_S)

    async def held(self) -> None:
        """Returns at once while this process believes to hold it, else when it does."""
        while self._shared and not self._holds():
            self._taken.clear()
            await self._taken.wait()

    def run(self, work: Callable[[], None]) -> None:
        """In a database thread; raises `LeaseLost` when another has taken over."""
        if not self._shared:
            work()
            return
        term = self._term
        if term is None:
            raise LeaseLost(self._name)
        with fenced(partial(self._prove, term)):
            work()

    async def release(self) -> None:
        """Lets another take it at once; for a process that ends."""
        self._ending = True
        if not self._holds():
            return
        self._term = None
        try:
            async with asyncio.timeout(RELEASE_WITHIN_S):
                await in_database(give_back, self._name, self._id)
        except Exception as error:
            # Then it expires.
            logger.warning("The lease %s can't be released: %r", self._name, error)

    def _holds(self) -> bool:
        return self._term is not None and time.monotonic() < self._until

    def _note(self, term: int | None, until: float) -> None:
        if term != self._term:
            logger.info("The lease %s is %s.", self._name, "ours" if term else "lost")
        self._term, self._until = term, until
        if term is not None:
            self._taken.set()

    def _prove(self, term: int) -> None:
        # Locked until the transaction ends: nobody takes over while it runs.
        mine = Lease.objects.filter(name=self._name, holder=self._id, term=term)
        if not mine.select_for_update(no_key=True).values_list("pk"):
            raise LeaseLost(self._name)


def take(name: str, holder: str) -> int | None:
    """The term if `holder` has the lease for another while, else None."""
    lease = Lease.objects.filter(name=name)
    changed = lease.filter(Q(holder=holder) | Q(expires_at__lte=Now())).update(
        holder=holder,
        term=Case(When(holder=holder, then=F("term")), default=F("term") + 1),
        expires_at=Now() + EXPIRES_AFTER,
    )
    if changed:
        return lease.filter(holder=holder).values_list("term", flat=True).first()
    # Free, so that the next round takes it; of several that make it one does.
    Lease.objects.bulk_create(
        [Lease(name=name, expires_at=Now())], ignore_conflicts=True
    )
    return None


def give_back(name: str, holder: str) -> None:
    """Another may take it from now on."""
    Lease.objects.filter(name=name, holder=holder).update(expires_at=Now())
