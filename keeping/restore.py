"""Puts a backup back: all of it is checked before anything is touched."""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from keeping import archive, folders, postgresql, sqlite
from keeping.archive import Manifest
from keeping.errors import KeepingError, of_disk

LABELS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Restored:
    manifest: Manifest
    # What was there before, or None if nothing was.
    aside: Path | None


def restore(file: Path, key_file: Path | None) -> Restored:
    """Replaces database, secret key and uploads, and begins a new epoch.

    Raises `KeepingError` with nothing changed. May be run again after it was killed.
    """
    try:
        with folders.without_server(), folders.staging() as folder, ExitStack() as undo:
            manifest = archive.unpack(file, folder, key_file)
            _check_fits(manifest)
            aside = folders.data() / f"{folders.BEFORE_RESTORE}{_now()}"
            aside.mkdir(mode=0o700)
            undo.callback(_remove_if_empty, aside)
            if manifest.database == "postgresql":
                _restore_postgresql(folder, aside)
                _put_files(folder, aside, undo)
            else:
                _bring_up_to_date(folder / sqlite.COPY)
                _put_files(folder, aside, undo)
                place = Path(str(connection.settings_dict["NAME"]))
                sqlite.put_in_place(folder / sqlite.COPY, place, aside)
            undo.pop_all()
            undo.callback(_remove_if_empty, aside)
    except OSError as error:
        raise of_disk(error, "restoring") from None
    _forget_older(aside)
    return Restored(manifest, aside if aside.exists() else None)


def _check_fits(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        theirs, ours = LABELS[manifest.database], LABELS[connection.vendor]
        raise KeepingError(
            f"This is a backup of {theirs}, and this installation uses {ours}: set "
            f"DATABASE_URL to {theirs}; nothing was changed."
        )
    known = MigrationLoader(None).disk_migrations
    ours_of = {app for app, _name in known}
    # Of an app that is no part of Muster any more, tables may stay.
    for app, name in manifest.migrations:
        if app in ours_of and (app, name) not in known:
            raise KeepingError(
                f"This backup was made by a newer Muster ({manifest.version}), which "
                f"knows {app}.{name}: update this one first; nothing was changed."
            )


def _restore_postgresql(folder: Path, aside: Path) -> None:
    postgresql.check_programs()
    holds_tables = postgresql.check_alone()
    before = aside / postgresql.DUMP
    if holds_tables:
        with postgresql.connected() as present:
            present.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            postgresql.dump(present, before)
    postgresql.load(folder / postgresql.DUMP, folder)
    try:
        _manage("migrate", "--verbosity", "0")
        _manage("renew_epoch", "--yes")
    except KeepingError:
        if holds_tables:
            postgresql.load(before, folder)
        raise


def _bring_up_to_date(file: Path) -> None:
    """While it is no more than a file beside: what fails has changed nothing."""
    sqlite.check(file)
    url = f"sqlite:///{file}"
    _manage("migrate", "--verbosity", "0", DATABASE_URL=url)
    _manage("renew_epoch", "--yes", DATABASE_URL=url)
    sqlite.settle(file)


def _manage(*words: str, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *words],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATA_DIR": str(settings.DATA_DIR), **environment},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        raise KeepingError(
            f"The backup can't be brought to this version, `manage.py {words[0]}` "
            f"failed: {said} Nothing was changed."
        )


def _put_files(folder: Path, aside: Path, undo: ExitStack) -> None:
    """Secret key and uploads; `undo` puts the old ones back."""
    for name in (folders.SECRET_KEY, folders.UPLOADS):
        new, place = folder / name, folders.data() / name
        if not new.exists():
            continue
        if place.exists():
            shutil.move(place, aside / name)
            undo.callback(shutil.move, aside / name, place)
        undo.callback(_remove, place)
        shutil.move(new, place)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _remove_if_empty(folder: Path) -> None:
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def _forget_older(newest: Path) -> None:
    """One step back is kept: what was replaced last."""
    if not newest.exists():
        return
    for older in folders.data().glob(f"{folders.BEFORE_RESTORE}*/"):
        if older != newest:
            shutil.rmtree(older, ignore_errors=True)


def _now() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
