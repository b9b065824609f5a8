"""The folders and locks of one installation that backups have to do with."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from keeping.errors import KeepingError

STAGING = "keeping-"
SECRET_KEY = "secret_key"
UPLOADS = "uploads"
BEFORE_MIGRATIONS = "before-migrations"
BEFORE_RESTORE = "before-restore-"


def data() -> Path:
    return Path(settings.DATA_DIR)


def of_backups() -> Path:
    """Where backups go unless told otherwise."""
    return Path(settings.BACKUP_DIR or data() / "backups")


def of_copies() -> list[Path]:
    """Where an update, a restore, or a killed one of them, has left what was before."""
    patterns = (BEFORE_MIGRATIONS, f"{BEFORE_RESTORE}*", f"{STAGING}*")
    return [path for one in patterns for path in data().glob(f"{one}/")]


def opened(folder: Path) -> Path:
    """The folder, made for its owner alone if it is not there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise KeepingError(
            f"The folder {folder} can't be made: {error.strerror}."
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise KeepingError(f"The folder {folder} can't be written: change its owner.")
    return folder


@contextmanager
def staging() -> Iterator[Path]:
    """A folder for what is in the making, in the data folder: as secret as that.

    One backup or restore at a time; what a killed one left behind is removed.
    """
    with _locked(
        "keeping.lock", "Another backup or restore is running: wait for its end."
    ):
        for left in data().glob(f"{STAGING}*/"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=STAGING, dir=data()) as name:
            yield Path(name)


@contextmanager
def without_server() -> Iterator[None]:
    """Raises `KeepingError` while a server runs here; none can start meanwhile."""
    with _locked(
        "server.lock",
        f"A Muster server uses the data folder {data()}: stop it first; nothing was "
        "changed.",
    ):
        yield


@contextmanager
def _locked(name: str, otherwise: str) -> Iterator[None]:
    with (data() / name).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise KeepingError(otherwise) from None
        yield
