"""Ready for the day? Each check looks at one thing, and says how it is.

The words for people are the web client's: `name` and `reason` choose the sentence,
`figures` fill it in.
"""

import platform
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version

from django.conf import settings
from django.db import connection
from django.utils import timezone

from hub import live
from hub.marks import marks
from hub.trial import Trial, flush_seconds
from keeping import backup
from keeping.queries import newest_backup_at

GIGABYTE = 1e9
PACKAGES = ("django", "channels", "daphne")
TRIAL_WRITES = 200
TRIAL_WITHIN_S = 5.0


class State(StrEnum):
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    # Neither: not there yet, or not tried.
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    state: State
    reason: str
    figures: Mapping[str, int | str] = field(default_factory=dict)


def mail() -> Check:
    if not settings.MAIL_READY:
        return Check("mail", State.BAD, "missing")
    return Check("mail", State.GOOD, "set_up")


def push() -> Check:
    return Check("push", State.OFF, "none")


def last_backup() -> Check:
    newest = newest_backup_at()
    if newest is None:
        return Check("backup", State.BAD, "never")
    hours = int((timezone.now() - newest).total_seconds() // 3600)
    # A daily one takes a while itself.
    state, reason = (State.GOOD, "fresh") if hours < 25 else (State.WARN, "old")
    return Check("backup", state, reason, {"count": hours})


def disk() -> Check:
    free = shutil.disk_usage(settings.DATA_DIR)
    percent = round(100 * free.free / free.total)
    gigabytes = free.free / GIGABYTE
    figures = {"count": int(gigabytes), "percent": percent}
    if gigabytes < 1:
        return Check("disk", State.BAD, "full", figures)
    if gigabytes < 5 or percent < 10:
        return Check("disk", State.WARN, "low", figures)
    return Check("disk", State.GOOD, "free", figures)


def database() -> Check:
    ms = _ms(flush_seconds())
    if ms > 500:
        return Check("database", State.BAD, "slow", {"ms": ms})
    state, reason = (State.WARN, "slow") if ms > 100 else (State.GOOD, "quick")
    return Check("database", state, reason, {"ms": ms})


def clock() -> Check:
    """Ours against the database's; half of the way there and back is taken off."""
    if connection.vendor != "postgresql":
        return Check("clock", State.GOOD, "same")
    with connection.cursor() as cursor:
        asked = time.time()
        cursor.execute("SELECT clock_timestamp()")
        told = cursor.fetchone()[0].timestamp()
    ms = _ms(abs(told - (asked + time.time()) / 2))
    if ms > 5000:
        return Check("clock", State.BAD, "apart", {"ms": ms})
    state, reason = (State.WARN, "apart") if ms > 1000 else (State.GOOD, "together")
    return Check("clock", state, reason, {"ms": ms})


def bus() -> Check:
    if not settings.REDIS_URL:
        return Check("bus", State.GOOD, "alone")
    took = marks().round_trip_seconds()
    if took is None:
        return Check("bus", State.WARN, "away")
    ms = _ms(took)
    state, reason = (State.WARN, "slow") if ms > 100 else (State.GOOD, "quick")
    return Check("bus", state, reason, {"ms": ms})


def server() -> Check:
    """Of the process that answers; each has sockets of its own."""
    hub = live.now()
    if hub is None:
        return Check("server", State.OFF, "resting")
    ms = _ms(hub.lag.worst)
    figures = {"count": hub.socket_count, "ms": ms, "waiting": hub.writer.waiting}
    if hub.draining:
        return Check("server", State.BAD, "draining", figures)
    if ms > 1000 or hub.writer.waiting > 1000:
        return Check("server", State.BAD, "busy", figures)
    if ms > 250 or hub.writer.waiting > 100:
        return Check("server", State.WARN, "busy", figures)
    return Check("server", State.GOOD, "calm", figures)


def versions() -> Check:
    figures: dict[str, int | str] = {
        "muster": backup.version(),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }
    return Check("versions", State.GOOD, "are", figures)


def load(found: Trial | None) -> Check:
    """What a trial has found; None before one was asked for."""
    if found is None:
        return Check("load", State.OFF, "untested", {"count": TRIAL_WRITES})
    figures = {
        "count": found.acknowledged,
        "ms": _ms(found.seconds),
        "slowest": _ms(found.slowest_s),
    }
    if found.acknowledged < TRIAL_WRITES:
        return Check("load", State.BAD, "cut", figures)
    state, reason = (State.WARN, "slow") if found.seconds > 2 else (State.GOOD, "quick")
    return Check("load", state, reason, figures)


def certificate(ends_at: datetime) -> Check:
    days = (ends_at - datetime.now(UTC)).days
    if days < 3:
        return Check("certificate", State.BAD, "ends", {"count": max(days, 0)})
    state, reason = (State.WARN, "ends") if days < 14 else (State.GOOD, "valid")
    return Check("certificate", state, reason, {"count": days})


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
