"""The checks together, each where it holds nobody up."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict

from django.db import DatabaseError

from hub.errors import RateLimited
from hub.threads import in_database
from hub.trial import trial
from keeping import certificate, checks
from keeping.checks import Check, State
from teams.models import User

TRIAL_AT_ONCE = 8
TRIED_AGAIN_AFTER_MS = 6000

# In the order in which they are shown.
LOOKS: dict[str, Callable[[], Check]] = {
    "server": checks.server,
    "database": checks.database,
    "bus": checks.bus,
    "backup": checks.last_backup,
    "mail": checks.mail,
    "push": checks.push,
    "certificate": certificate.look,
    "disk": checks.disk,
    "clock": checks.clock,
    "versions": checks.versions,
}
_trying = False


async def all_checks() -> list[dict[str, object]]:
    """Everything but the trial, which is made by its button alone."""
    found = await asyncio.gather(*map(_looked, LOOKS))
    return [asdict(check) for check in (*found, checks.load(None))]


async def one_check(name: str, user: User) -> dict[str, object]:
    """That check anew; raises `KeyError` if there is none of that name."""
    if name == "load":
        return asdict(await _tried(user))
    return asdict(await _looked(name))


async def _tried(user: User) -> Check:
    """One at a time in this process: it takes room from what people write."""
    global _trying
    if _trying:
        raise RateLimited(retry_after_ms=TRIED_AGAIN_AFTER_MS)
    _trying = True
    try:
        found = await trial(
            user,
            count=checks.TRIAL_WRITES,
            at_once=TRIAL_AT_ONCE,
            within_s=checks.TRIAL_WITHIN_S,
        )
    finally:
        _trying = False
    return checks.load(found)


async def _looked(name: str) -> Check:
    look = LOOKS[name]
    if look is certificate.look:
        # It may wait for seconds, and needs no database.
        return await asyncio.to_thread(look)
    try:
        return await in_database(look)
    except (DatabaseError, OSError):
        return Check(name, State.BAD, "failed")
