"""Who may open a socket right now: decided before anything is spent on it."""

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

from django.conf import settings

from hub import live
from hub.addresses import origin_of
from hub.counts import counts
from hub.lag import LAG_AT_MOST_S
from hub.loopback import is_loopback

# Looked up or greeted at the same time.
ARRIVING_AT_MOST = 200
# A client gives up after ten seconds; it had better be told before.
HELD_AT_MOST_S = 4.0
LOOK_EVERY_S = 0.02
AT_ONCE_S = 0.1
COME_BACK_S = (1, 5)


class Bucket:
    """Lets `rate` a second through, and at most `burst_s` seconds' worth at once."""

    def __init__(
        self,
        rate: float,
        burst_s: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate = rate
        self._most = max(1.0, rate * burst_s)
        self._clock = clock
        self._filled_at = clock()
        self._tokens = rate * burst_s

    def take(self) -> bool:
        now = self._clock()
        grown = self._tokens + (now - self._filled_at) * self._rate
        self._tokens = min(self._most, grown)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Arrival(Protocol):
    """A handshake that is answered with `let_in` or `turn_away`, once, or is gone."""

    @property
    def gone(self) -> bool: ...

    def let_in(self) -> None: ...

    def turn_away(self) -> None: ...


class Held(NamedTuple):
    arrival: Arrival
    until: float


class Admission:
    """Limits handshakes by what the process can greet, and sockets by address.

    Who comes while others are being greeted is held for up to four seconds, in order;
    a longer queue than that can greet is turned away. Handshakes with neither cookie
    nor token have a bucket of their own and are not held: they take nothing from
    people who come back. An address is an IPv4 address or the /64 of an IPv6 one, and
    has its share of sockets over all processes; the buckets are each process's own.
    `LIMITS=off` lets everybody in. `open` is how many sockets there are now.
    """

    def __init__(self) -> None:
        self._known = Bucket(settings.CONNECTS_PER_SECOND, AT_ONCE_S)
        self._anonymous = Bucket(settings.ANONYMOUS_CONNECTS_PER_SECOND)
        self._held: deque[Held] = deque()
        self._sockets: Counter[str] = Counter()
        self.open = 0

    def ask(self, arrival: Arrival, address: str | None, *, anonymous: bool) -> None:
        """Lets it in now, or in its turn, or turns it away."""
        reason = self._refusal(address, anonymous)
        if reason is not None:
            _turn_away(arrival, reason)
        elif not settings.LIMITS or anonymous or not self._held and self._has_room():
            arrival.let_in()
        else:
            self._hold(arrival)

    def _refusal(self, address: str | None, anonymous: bool) -> str | None:
        """Why it can't come in whatever its turn, in one word."""
        hub = live.now()
        if hub is not None and hub.draining:
            return "draining"
        if not settings.LIMITS:
            return None
        if self._is_full(_origin(address)):
            return "address"
        if anonymous:
            return None if self._anonymous.take() else "anonymous"
        if len(self._held) >= settings.CONNECTS_PER_SECOND * HELD_AT_MOST_S:
            return "full"
        return None

    def _is_full(self, origin: str) -> bool:
        """Whether the address has its share, in all processes together."""
        if not origin:
            return False
        hub = live.now()
        there = hub.elsewhere.of_address(origin) if hub is not None else 0
        return self._sockets[origin] + there >= settings.SOCKETS_PER_ADDRESS

    def _has_room(self) -> bool:
        hub = live.now()
        if hub is not None and (
            hub.lag.now > LAG_AT_MOST_S or len(hub.arriving) >= ARRIVING_AT_MOST
        ):
            return False
        return self._known.take()

    def _hold(self, arrival: Arrival) -> None:
        self._held.append(Held(arrival, time.monotonic() + HELD_AT_MOST_S))
        if len(self._held) == 1:
            asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._look)

    def _look(self) -> None:
        """Lets in whose turn it is; turns away who has waited in vain."""
        hub, now = live.now(), time.monotonic()
        draining = hub is not None and hub.draining
        while self._held:
            arrival, until = self._held[0]
            if arrival.gone:
                self._held.popleft()
            elif draining or now > until:
                self._held.popleft()
                _turn_away(arrival, "draining" if draining else "late")
            elif self._has_room():
                self._held.popleft()
                arrival.let_in()
            else:
                asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._look)
                return

    def opened(self, address: str | None) -> None:
        counts.connects += 1
        self.open += 1
        if origin := _origin(address):
            self._count(origin, self._sockets[origin] + 1)

    def closed(self, address: str | None) -> None:
        self.open -= 1
        if origin := _origin(address):
            self._count(origin, self._sockets[origin] - 1)

    def _count(self, origin: str, here: int) -> None:
        self._sockets[origin] = here
        if here <= 0:
            del self._sockets[origin]
        hub = live.now()
        if hub is not None:
            hub.elsewhere.address_changed(origin, here)


def _turn_away(arrival: Arrival, reason: str) -> None:
    counts.turned_away[reason] += 1
    arrival.turn_away()


def retry_after_s() -> int:
    """Spread, so that those who are turned away together don't return together."""
    return random.randint(*COME_BACK_S)


def _origin(address: str | None) -> str:
    """What sockets are counted by; empty for this machine's own, and for none.

    From loopback comes a proxy that doesn't say for whom: its clients are many.
    """
    origin = origin_of(address)
    is_here = is_loopback(address or "") or is_loopback(origin)
    return "" if is_here else origin
