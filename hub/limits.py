"""How much one person may ask for: counted in memory, and told to other processes."""

import time
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from limits import (
    RateLimitItem,
    RateLimitItemPerMinute,
    RateLimitItemPerSecond,
    strategies,
)
from limits.storage import Storage

from hub.commands import Command, LiveCommand
from hub.errors import RateLimited

WRITES = RateLimitItemPerSecond(60, 10, namespace="write")
READS = RateLimitItemPerSecond(200, 10, namespace="read")
# A page that opens asks for all of its streams at once.
SUBSCRIPTIONS = RateLimitItemPerSecond(1000, 10, namespace="subscribe")
REQUESTS = RateLimitItemPerSecond(600, 10, namespace="request")
SEARCHES = RateLimitItemPerSecond(2, 1, namespace="search")
EXPORTS = RateLimitItemPerMinute(4, 1, namespace="export")
TYPING = RateLimitItemPerSecond(4, 4, namespace="typing")

FORGET_AT = 20_000
# Beyond these, windows that still count are forgotten too, which end first: who makes
# up keys without end shall not fill the memory.
KEPT_AT_MOST = 200_000


class Counters(Storage):
    """Windows by a clock that never jumps.

    The library's own storage goes by the wall clock, whose correction by an hour would
    keep a window open for an hour; and starts a thread every few milliseconds to clean.
    """

    def __init__(self) -> None:
        super().__init__()
        self._windows: dict[str, tuple[int, float]] = {}
        self._forget_at = FORGET_AT
        self._lock = Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.monotonic()
        with self._lock:
            if len(self._windows) > self._forget_at:
                self._forget(now)
            count, until = self._windows.get(key, (0, 0.0))
            if until <= now:
                count, until = 0, now + expiry
            self._windows[key] = (count + amount, until)
            return count + amount

    def get(self, key: str) -> int:
        count, until = self._windows.get(key, (0, 0.0))
        return count if until > time.monotonic() else 0

    def get_expiry(self, key: str) -> float:
        """On the wall clock, as the library wants it."""
        _count, until = self._windows.get(key, (0, 0.0))
        return time.time() + max(0.0, until - time.monotonic())

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._lock:
            forgotten = len(self._windows)
            self._windows.clear()
        return forgotten

    def clear(self, key: str) -> None:
        self._windows.pop(key, None)

    def _forget(self, now: float) -> None:
        kept = {key: window for key, window in self._windows.items() if window[1] > now}
        if len(kept) > KEPT_AT_MOST:
            by_end = sorted(kept.items(), key=lambda item: item[1][1])
            kept = dict(by_end[-KEPT_AT_MOST // 2 :])
        self._windows = kept
        # What still counts is looked through again only once there is as much anew.
        self._forget_at = max(FORGET_AT, 2 * len(kept))


# These hold over all processes together; the others in each.
_shared: dict[str, RateLimitItem] = {
    limit.namespace: limit for limit in (WRITES, SEARCHES)
}
_limiter = strategies.FixedWindowRateLimiter(Counters())
_tell: Callable[[RateLimitItem, str], None] | None = None


def over_all_processes(limit: RateLimitItem) -> RateLimitItem:
    """The same limit, of what all processes have counted together."""
    _shared[limit.namespace] = limit
    return limit


def tell_with(tell: Callable[[RateLimitItem, str], None] | None) -> None:
    """`tell` is called for what counts against a limit that all processes share."""
    global _tell
    _tell = tell


def counted_elsewhere(namespace: str, key: str, count: int) -> None:
    """Another process has let this person, or whatever the key is, do so much more."""
    if namespace in _shared:
        _limiter.hit(_shared[namespace], key, cost=count)


def is_exhausted(limit: RateLimitItem, key: str) -> bool:
    """Whether nothing is left of it; counts nothing."""
    return settings.LIMITS and not _limiter.test(limit, key)


def count(limit: RateLimitItem, key: str) -> None:
    """Counts one more against a limit that `is_exhausted` is asked about."""
    _limiter.hit(limit, key)
    _tell_of(limit, key)


def within(limit: RateLimitItem, user_id: int) -> bool:
    if not settings.LIMITS:
        return True
    if not _limiter.hit(limit, str(user_id)):
        return False
    _tell_of(limit, str(user_id))
    return True


def check_command(command: Command | LiveCommand, user_id: int) -> None:
    """Counts one more command of this person; raises `RateLimited`."""
    if isinstance(command, LiveCommand):
        if command.limit is not None:
            check(command.limit, user_id)
    else:
        check(WRITES if command.writes else command.limit or READS, user_id)


def check(limit: RateLimitItem, user_id: int) -> None:
    """Counts one more; raises `RateLimited` with the time to come back."""
    if not within(limit, user_id):
        wait_ms = limit.get_expiry() * 1000
        raise RateLimited(retry_after_ms=wait_ms)


def _tell_of(limit: RateLimitItem, key: str) -> None:
    if _tell is not None and limit.namespace in _shared:
        _tell(limit, key)
