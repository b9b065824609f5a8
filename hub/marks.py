"""What was committed, noted outside the database, so that an old copy is found out.

Each process notes the newest event that it has committed in a file of its own in the
data folder, and once a second in Redis when there is one. There it also says on which
timeline of PostgreSQL it works, so that a primary that was replaced is found out.
"""

import fcntl
import logging
import os
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from redis import RedisError

from hub.redis_client import client_of

logger = logging.getLogger(__name__)

# Who was killed or lost Redis so long ago is no longer taken to be there.
SERVER_KEPT_S = 10


class Mark(NamedTuple):
    """The newest event id (0: none yet) of one epoch of one installation."""

    installation: str
    epoch: str
    event: int

    @property
    def line(self) -> bytes:
        """As long for every id: written over the former one it is never torn."""
        return f"{self.installation} {self.epoch} {self.event:020}\n".encode()


class Serving(NamedTuple):
    """The PostgreSQL that a process works on: its cluster's number, its timeline."""

    system: str
    timeline: int

    @property
    def line(self) -> bytes:
        return f"{self.system} {self.timeline}".encode()


class Marks:
    """The marks of one data folder. Every method may be called from any thread.

    A file belongs to the process that holds its lock; whoever finds one whose owner is
    gone takes it over. Nothing here raises: without marks the server still serves.
    """

    def __init__(self, folder: Path, host: Mapping[str, Any] | None = None) -> None:
        self._folder = folder
        self._redis = client_of(host) if host else None
        self._lock = Lock()
        self._file = -1
        self._owner = 0
        self._last: Mark | None = None
        self._kept: Mark | None = None
        self._in_redis: Mark | None = None
        self._serving: Serving | None = None
        self._serving_elsewhere: Serving | None = None
        # Until it is known what Redis has, nothing there is written over.
        self._knows_redis = False

    def reached(self, mark: Mark) -> None:
        """Notes a commit: one small write into the page cache, which outlives us.

        A lower event changes nothing, and neither does one of another epoch than that
        of `take_over`.
        """
        with self._lock:
            last = self._last
            if last and last[:2] == mark[:2] and last.event < mark.event:
                self._note(mark)

    def fetch(self, installation: str) -> None:
        """Reads what the processes of other hosts have noted in Redis."""
        if self._redis is None:
            return
        self._knows_redis = False
        keys = [_key(installation), _serving_key(installation)]
        try:
            line, serving = self._redis.mget(keys)
        except RedisError as error:
            logger.info("No mark can be read from Redis: %r", error)
            return
        self._in_redis = _parsed(line) if line else None
        self._serving_elsewhere = _parsed_serving(serving) if serving else None
        self._knows_redis = True

    def left_behind(self, system: str, timeline: int) -> bool:
        """Whether a process that is there works on a later timeline of this server."""
        other = self._serving_elsewhere
        if other is None or other.system != system:
            return False
        return other.timeline > timeline

    def serves(self, system: str, timeline: int) -> None:
        """From now on other hosts are told that this server is the one in use."""
        self._serving = Serving(system, timeline)

    def round_trip_seconds(self) -> float | None:
        """To Redis and back; None if it does not answer, or there is none."""
        if self._redis is None:
            return None
        try:
            self._redis.ping()
            begun = time.monotonic()
            self._redis.ping()
        except RedisError:
            return None
        return time.monotonic() - begun

    def read(self, installation: str) -> dict[str, int]:
        """The newest event noted for each epoch, by whichever process."""
        noted: dict[str, int] = {}
        found = [_parsed(_content(path)) for path in self._paths()]
        for mark in (*found, self._in_redis, self._last):
            if mark is not None and mark.installation == installation:
                noted[mark.epoch] = max(noted.get(mark.epoch, 0), mark.event)
        return noted

    def keep(self) -> None:
        """Makes the newest mark outlast a power failure, and tells other hosts."""
        mark = self._last
        if mark is None:
            return
        if mark != self._kept:
            self._flush()
            self._kept = mark
        if self._knows_redis:
            self._tell_redis(self._redis, mark)

    def _flush(self) -> None:
        try:
            if self._owner == os.getpid():
                os.fdatasync(self._file)
        except OSError as error:
            logger.warning("The mark of the data folder can't be kept: %r", error)

    def _tell_redis(self, redis: Any, mark: Mark) -> None:
        """Also again: when Redis was emptied, or was told less by another process."""
        other, serving = self._in_redis, self._serving
        is_known = other and other[:2] == mark[:2] and other.event >= mark.event
        if is_known and serving is None:
            return
        try:
            with redis.pipeline() as both:
                if serving is not None:
                    key = _serving_key(mark.installation)
                    both.set(key, serving.line, ex=SERVER_KEPT_S)
                if not is_known:
                    both.set(_key(mark.installation), mark.line)
                both.execute()
        except RedisError as error:
            logger.info("No mark can be written to Redis: %r", error)
            return
        self._in_redis = other if is_known else mark

    def take_over(self, mark: Mark) -> None:
        """Notes `mark`, and inherits the files of processes that are gone.

        Called when every mark of the installation was read and judged.
        """
        with self._lock:
            self._note(mark)
        self.keep()
        for path in self._paths():
            with suppress(OSError):
                self._inherit(path, mark)

    def _inherit(self, path: Path, mark: Mark) -> None:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            found = _parsed(file.read())
            if found is not None and found.installation != mark.installation:
                return
            if found is not None and found.epoch == mark.epoch:
                self.reached(found)
                self.keep()
            path.unlink()

    def _paths(self) -> list[Path]:
        try:
            return list(self._folder.glob("*.mark"))
        except OSError:
            return []

    def _note(self, mark: Mark) -> None:
        self._last = mark
        try:
            if self._owner != os.getpid():
                self._open()
            os.pwrite(self._file, mark.line, 0)
        except OSError as error:
            logger.warning("The mark in the data folder can't be written: %r", error)

    def _open(self) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._folder / f"{secrets.token_hex(8)}.mark"
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        self._file, self._owner = file, os.getpid()


@cache
def marks() -> Marks:
    """The marks of this installation's data folder."""
    first_shard = next(iter(settings.REDIS_HOSTS), None)
    return Marks(settings.DATA_DIR / "marks", first_shard)


def _key(installation: str) -> str:
    return f"muster:mark:{installation}"


def _serving_key(installation: str) -> str:
    return f"muster:serving:{installation}"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _parsed(line: bytes) -> Mark | None:
    try:
        installation, epoch, event = line.decode().split()
        return Mark(installation, epoch, int(event))
    except ValueError:
        return None


def _parsed_serving(line: bytes) -> Serving | None:
    try:
        system, timeline = line.decode().split()
        return Serving(system, int(timeline))
    except ValueError:
        return None
