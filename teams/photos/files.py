"""Where the pictures lie: files in the data folder, under names nobody can guess.

A file is never changed: a new picture has a new name. So whoever copies the folder, a
backup above all, has whole pictures only.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from django.conf import settings

Size = Literal["small", "large"]
# The side in pixels: for rows, and for the card.
SIZES: Mapping[Size, int] = {"small": 96, "large": 320}
KEPT = "{name}-{side}.webp"
IN_THE_MAKING = ".making-"


def folder() -> Path:
    """Of the data folder, what `keeping` backs up and brings back."""
    return Path(settings.DATA_DIR) / "uploads" / "photos"


def new_name() -> str:
    return secrets.token_hex(16)


def keep(name: str, pictures: Mapping[Size, bytes]) -> None:
    """Both files, flushed to the disk; whoever looks finds a whole one or none."""
    there = folder()
    for one in (there.parent, there):
        one.mkdir(mode=0o700, parents=True, exist_ok=True)
    for size, content in pictures.items():
        making = there / f"{IN_THE_MAKING}{secrets.token_hex(8)}"
        try:
            _write(making, content)
            making.rename(_path(name, size))
        except BaseException:
            making.unlink(missing_ok=True)
            raise
    _flush(there)


def read(name: str, size: Size) -> bytes | None:
    """None when it is not there any more: somebody has just changed it."""
    try:
        return _path(name, size).read_bytes()
    except FileNotFoundError:
        return None


def remove(name: str) -> None:
    for size in SIZES:
        _path(name, size).unlink(missing_ok=True)


def remove_all() -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(folder())


def older_than(age_s: float) -> Iterator[tuple[str, Path]]:
    """Files with the name of the photo they are of; of what is unfinished, ''."""
    before = time.time() - age_s
    with suppress(FileNotFoundError), os.scandir(folder()) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.is_file() and entry.stat().st_mtime < before:
                    unfinished = entry.name.startswith(IN_THE_MAKING)
                    name = "" if unfinished else entry.name.rpartition("-")[0]
                    yield name, Path(entry.path)


def _path(name: str, size: Size) -> Path:
    return folder() / KEPT.format(name=name, side=SIZES[size])


def _write(path: Path, content: bytes) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(path: Path) -> None:
    """The names, too, are there after a power cut."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
