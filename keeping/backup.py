"""Makes backups: a copy of one moment of everything that can't be made anew."""

import errno
import os
import shutil
import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from keeping import archive, folders, postgresql, sealing, sqlite
from keeping.archive import Manifest
from keeping.errors import KeepingError, of_disk

NAME = "muster-{:%Y%m%dT%H%M%SZ}.tar.gz"
NAMES = ("muster-*.tar.gz", "muster-*.tar.gz.age")
COPIES_BEFORE_MIGRATIONS = 3
WITHOUT_LINKS = {errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK}
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"
HISTORY = "SELECT name, epoch FROM hub_installation"

Rows = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Made:
    file: Path
    bytes: int
    encrypted: bool
    # False where SECRET_KEY comes from the environment: it must be kept elsewhere.
    secret_key: bool


def back_up(folder: Path, *, recipient: str = "", keep: int = 0) -> Made:
    """One file in `folder`, whole or not at all; `keep` removes all but the newest.

    Raises `KeepingError`; then no backup was made and none removed.
    """
    public = sealing.recipient_of(recipient) if recipient else None
    folders.opened(folder)
    try:
        with folders.staging() as made:
            manifest, files = _collected(made)
            file = _written(folder, manifest, files, public)
    except OSError as error:
        raise of_disk(error, "making the backup") from None
    if keep:
        _forget_old(folder, keep)
    return Made(file, file.stat().st_size, bool(recipient), manifest.secret_key)


def back_up_before_migrating(recipient: str) -> Made | None:
    """The same into the data folder, if there are tables and migrations to run."""
    loader = MigrationExecutor(connection).loader
    laid = set(loader.applied_migrations)
    if not laid or laid >= set(loader.disk_migrations):
        return None
    folder = folders.data() / folders.BEFORE_MIGRATIONS
    return back_up(folder, recipient=recipient, keep=COPIES_BEFORE_MIGRATIONS)


def version() -> str:
    """This release's, as pyproject.toml names it."""
    text = (Path(settings.BASE_DIR) / "pyproject.toml").read_text()
    return str(tomllib.loads(text)["project"]["version"])


def _collected(folder: Path) -> tuple[Manifest, dict[str, Path]]:
    """The parts, and what the manifest says of them."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    copied = _copy_postgresql if connection.vendor == "postgresql" else _copy_sqlite
    # Once more behind the database: what it names is in it, whoever changes their
    # photo meanwhile.
    _hold_uploads(folder)
    name, migrations, history = copied(folder)
    _hold_uploads(folder)
    files = {name: folder / name, **_kept_files(folder)}
    return Manifest(
        version=version(),
        made_at=now,
        database=connection.vendor,
        installation=history[0],
        epoch=history[1],
        migrations=[list(row) for row in migrations],
        secret_key=folders.SECRET_KEY in files,
        parts=archive.parts_of(files),
    ), files


def _hold_uploads(folder: Path) -> None:
    """Gives each file a second name, under which it stays when it is removed.

    No file is ever changed; on a disk of their own they are copied.
    """
    for path in (folders.data() / folders.UPLOADS).rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        held = folder / path.relative_to(folders.data())
        held.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError, FileNotFoundError):
            try:
                os.link(path, held)
            except OSError as error:
                if error.errno not in WITHOUT_LINKS:
                    raise
                shutil.copy2(path, held)


def _kept_files(folder: Path) -> Mapping[str, Path]:
    """What is beside the database: the secret key and what people have sent."""
    kept = {}
    key = folders.data() / folders.SECRET_KEY
    if key.exists() and not os.environ.get("SECRET_KEY"):
        kept[folders.SECRET_KEY] = key
    for path in sorted((folder / folders.UPLOADS).rglob("*")):
        if path.is_file():
            kept[path.relative_to(folder).as_posix()] = path
    return kept


def _copy_sqlite(folder: Path) -> tuple[str, list[tuple[Any, ...]], tuple[str, str]]:
    target = folder / sqlite.COPY
    sqlite.copy(Path(str(connection.settings_dict["NAME"])), target)
    sqlite.check(target)
    with closing(sqlite3.connect(target)) as copy:

        def rows(question: str) -> list[tuple[Any, ...]]:
            try:
                return copy.execute(question).fetchall()
            except sqlite3.OperationalError:
                return []

        return sqlite.COPY, rows(MIGRATIONS), _history(rows)


def _copy_postgresql(
    folder: Path,
) -> tuple[str, list[tuple[Any, ...]], tuple[str, str]]:
    target = folder / postgresql.DUMP
    with postgresql.connected() as copied:
        # What is read and what is dumped are of one moment.
        copied.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

        def rows(question: str) -> list[tuple[Any, ...]]:
            try:
                with copied.transaction():
                    return copied.execute(question).fetchall()
            except psycopg.errors.UndefinedTable:
                return []

        migrations, history = rows(MIGRATIONS), _history(rows)
        postgresql.dump(copied, target)
    return postgresql.DUMP, migrations, history


def _history(rows: Rows) -> tuple[str, str]:
    """Installation and epoch; a very old database has none."""
    found = rows(HISTORY)
    return (str(found[0][0]), str(found[0][1])) if found else ("", "")


def _written(
    folder: Path, manifest: Manifest, files: Mapping[str, Path], recipient: Any | None
) -> Path:
    name = NAME.format(datetime.fromisoformat(manifest.made_at))
    file = folder / (f"{name}.age" if recipient else name)
    if file.exists():
        raise KeepingError(f"{file} is there already: try again in a second.")
    with _complete_or_gone(file) as out:
        archive.write(out, manifest, files, recipient)
    return file


@contextmanager
def _complete_or_gone(file: Path) -> Iterator[IO[bytes]]:
    """Has its name only once it is all on the disk: half a backup looks like none."""
    partial = file.with_name(f".{file.name}.partial")
    for left in file.parent.glob(".muster-*.partial"):
        left.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.rename(partial, file)
    finally:
        partial.unlink(missing_ok=True)
    sqlite.flush_folder(file.parent)


def _forget_old(folder: Path, keep: int) -> None:
    found = sorted(
        (path for pattern in NAMES for path in folder.glob(pattern)),
        key=lambda path: path.name,
    )
    for old in found[:-keep]:
        old.unlink(missing_ok=True)
