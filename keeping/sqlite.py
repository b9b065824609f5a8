"""A copy of a SQLite database while others write it, and putting one in its place."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from keeping.errors import KeepingError

COPY = "database.sqlite3"
LOGS = ("-wal", "-shm", "-journal")
LOCKED_AT_MOST_S = 5


def copy(source: Path, target: Path) -> None:
    """A whole copy of one moment; nobody who writes meanwhile has to wait for it."""
    if not source.exists():
        raise KeepingError(f"There is no database {source} yet.")
    try:
        with _open(source) as old, _open(target) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise _sentence(error, source) from None


def check(file: Path) -> None:
    """Raises `KeepingError` if the file is damaged inside."""
    try:
        with _open(file) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise _sentence(error, file) from None
    if found != "ok":
        raise KeepingError(
            f"The database is damaged ({found.splitlines()[0]}): keep the backups "
            "that you have, and restore the newest that is whole."
        )


def settle(file: Path) -> None:
    """All that belongs to the database is in its one file: the log beside it is gone.

    Raises `KeepingError` while another program uses it.
    """
    with _open(file) as connection:
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            mode = "locked"
        if mode != "delete":
            raise KeepingError(
                f"Another program uses the database {file}: stop it first; "
                "nothing was changed."
            )


def put_in_place(new: Path, place: Path, aside: Path) -> None:
    """The old database is in `aside` and the new one in its place, or nothing changed.

    `new` must be settled. The change is one rename: at no moment there is none.
    """
    incoming = place.with_name(f".{place.name}.incoming")
    # Of a database that is gone or damaged: they must not meet the new one.
    logs = [place.with_name(place.name + log) for log in LOGS]
    try:
        shutil.move(new, incoming)
        if place.exists():
            _set_aside(place, aside)
        for log in filter(Path.exists, logs):
            shutil.move(log, aside / log.name)
        os.replace(incoming, place)
    except BaseException:
        incoming.unlink(missing_ok=True)
        for log in logs:
            if (aside / log.name).exists():
                shutil.move(aside / log.name, log)
        raise
    flush_folder(place.parent)


def flush_folder(folder: Path) -> None:
    """What was renamed in it is so after a power failure, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _set_aside(place: Path, aside: Path) -> None:
    # A damaged one is kept as it is, with what lies beside it.
    with suppress(sqlite3.DatabaseError):
        settle(place)
    try:
        os.link(place, aside / place.name)
    except OSError:
        shutil.copy2(place, aside / place.name)


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(
        sqlite3.connect(file, timeout=LOCKED_AT_MOST_S, isolation_level=None)
    ) as connection:
        yield connection


def _sentence(error: sqlite3.Error, file: Path) -> KeepingError:
    if "full" in str(error):
        return KeepingError(
            "The disk is full while copying the database: free some space, or choose "
            "another folder; nothing was changed."
        )
    if isinstance(error, sqlite3.OperationalError):
        return KeepingError(f"The database {file} can't be copied: {error}.")
    return KeepingError(
        f"The database {file} is damaged ({error}): keep the backups that you have, "
        "and restore the newest that is whole."
    )
