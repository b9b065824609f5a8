"""What is asked of the other processes, so that limits hold over all of them."""

import asyncio
import secrets
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from django.conf import settings
from limits import RateLimitItem

from hub import limits

if TYPE_CHECKING:
    from hub.live import Hub

TOLD = "limits"
TELL_EVERY_S = 0.2
TELL_ALL_EVERY_S = 10.0
FORGET_AFTER_S = 25.0
SOCKETS_PER_PERSON = 20
# A part of a limit that is told at once: what comes in between is let in twice.
TOLD_AT_ONCE = 0.1
# An address with a smaller part of its limit here is not told of: most are homes.
TOLD_AT_ALL = 0.01

Hits = dict[tuple[str, str], int]


class Word(msgspec.Struct, array_like=True):
    """`hits`: (namespace, key, how many), the key of a person being their id.

    `sockets`: open now, by person; `addresses`: the same by address, of those that have
    many.
    """

    process: str
    hits: list[tuple[str, str, int]]
    sockets: dict[int, int]
    # These are all sockets of the process, not only those that changed.
    is_all: bool
    wants_all: bool
    addresses: dict[str, int] = {}


class Other(NamedTuple):
    """What another process has said of what is open there, and when it last spoke."""

    heard_at: float
    sockets: dict[int, int]
    addresses: dict[str, int]


class Elsewhere:
    """Counts are told over the bus a few times a second, off the way of any frame.

    While the bus is away each process counts for itself. A process that is not heard of
    is forgotten. Alone, or with LIMITS=off, nothing is told.
    """

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._tells = settings.LIMITS and not hub.bus.is_alone
        self._thread = threading.get_ident()
        self._me = secrets.token_hex(8)
        self._hits: Hits = {}
        self._changed: set[int] = set()
        self._addresses: dict[str, int] = {}
        self._told_addresses: dict[str, int] = {}
        self._others: dict[str, Other] = {}
        self._tell_all = self._wants_all = True
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Tells the others until cancelled."""
        if not self._tells:
            return
        limits.tell_with(self._counted)
        told_all_at = 0.0
        while True:
            if self._tell_all or time.monotonic() - told_all_at > TELL_ALL_EVERY_S:
                told_all_at, self._tell_all = time.monotonic(), True
            self._tell()
            try:
                async with asyncio.timeout(TELL_EVERY_S):
                    await self._wake.wait()
            except TimeoutError:
                continue
            self._wake.clear()

    def may_open(self, user_id: int) -> bool:
        """Whether this person may have one more socket, here or in any process."""
        if not settings.LIMITS:
            return True
        there = sum(other.sockets.get(user_id, 0) for other in self._heard())
        return self._here(user_id) + there < SOCKETS_PER_PERSON

    def of_address(self, address: str) -> int:
        """How many sockets it has in other processes, as far as they have told."""
        return sum(other.addresses.get(address, 0) for other in self._heard())

    def address_changed(self, address: str, here: int) -> None:
        """`here`: how many sockets it has in this process now."""
        if not self._tells:
            return
        if here >= max(1, settings.SOCKETS_PER_ADDRESS * TOLD_AT_ALL):
            self._addresses[address] = here
        else:
            self._addresses.pop(address, None)

    def sockets_changed(self, user_id: int) -> None:
        if not self._tells:
            return
        self._changed.add(user_id)
        if self._here(user_id) >= SOCKETS_PER_PERSON * TOLD_AT_ONCE:
            self._wake.set()

    def take(self, payload: bytes) -> None:
        """One process' word, our own too."""
        word = msgspec.msgpack.decode(payload, type=Word)
        if word.process == self._me:
            return
        for namespace, key, count in word.hits:
            limits.counted_elsewhere(namespace, key, count)
        now = time.monotonic()
        sockets, addresses = word.sockets, word.addresses
        if not word.is_all and (known := self._others.get(word.process)):
            sockets = known.sockets | sockets
            addresses = known.addresses | addresses
        self._others[word.process] = Other(now, sockets, addresses)
        if word.wants_all:
            self._tell_all = True
            self._wake.set()
        for process, other in list(self._others.items()):
            if now - other.heard_at > FORGET_AFTER_S:
                del self._others[process]

    def _heard(self) -> Iterator[Other]:
        """The processes that may still be taken to have what they said."""
        now = time.monotonic()
        for other in self._others.values():
            if now - other.heard_at < FORGET_AFTER_S:
                yield other

    def _here(self, user_id: int) -> int:
        return len(self._hub.connections.get(user_id, ()))

    def _counted(self, limit: RateLimitItem, key: str) -> None:
        if threading.get_ident() != self._thread:
            # Counted for a request over HTTP, in a thread of its own.
            self._hub.loop.call_soon_threadsafe(self._counted, limit, key)
            return
        counted = limit.namespace, key
        hits = self._hits[counted] = self._hits.get(counted, 0) + 1
        if hits >= limit.amount * TOLD_AT_ONCE:
            self._wake.set()

    def _tell(self) -> None:
        addresses = self._addresses if self._tell_all else self._news_of_addresses()
        if not (self._hits or self._changed or addresses or self._tell_all):
            return
        people = list(self._hub.connections) if self._tell_all else self._changed
        word = Word(
            self._me,
            [(*key, count) for key, count in self._hits.items()],
            {user_id: self._here(user_id) for user_id in people},
            self._tell_all,
            self._wants_all,
            addresses,
        )
        self._hub.bus.tell_everywhere(TOLD, msgspec.msgpack.encode(word))
        self._hits, self._changed = {}, set()
        self._told_addresses = self._addresses.copy()
        self._tell_all = self._wants_all = False

    def _news_of_addresses(self) -> dict[str, int]:
        """Those whose number is another than was told; 0 for few and none."""
        now, told = self._addresses, self._told_addresses
        news = {one: n for one, n in now.items() if told.get(one) != n}
        return news | dict.fromkeys(told.keys() - now.keys(), 0)
