"""How much one person may ask for: counted in memory, per process."""

from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerSecond, storage, strategies

from hub.commands import Command
from hub.errors import RateLimited

WRITES = RateLimitItemPerSecond(60, 10, namespace="write")
READS = RateLimitItemPerSecond(200, 10, namespace="read")
SEARCHES = RateLimitItemPerSecond(2, 1, namespace="search")
TYPING = RateLimitItemPerSecond(4, 4, namespace="typing")

_limiter = strategies.FixedWindowRateLimiter(storage.MemoryStorage())


def within(limit: RateLimitItem, user_id: int) -> bool:
    return not settings.LIMITS or _limiter.hit(limit, str(user_id))


def check_command(command: Command, user_id: int) -> None:
    """Counts one more command of this person; raises `RateLimited`."""
    check(WRITES if command.writes else command.limit or READS, user_id)


def check(limit: RateLimitItem, user_id: int) -> None:
    """Counts one more; raises `RateLimited` with the time to come back."""
    if not within(limit, user_id):
        wait_ms = limit.get_expiry() * 1000
        raise RateLimited(retry_after_ms=wait_ms)
