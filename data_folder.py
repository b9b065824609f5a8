"""The folder that holds the database, the secret key and everything else that stays."""

import os
import secrets
import stat
from pathlib import Path

DATABASE_FILE = "muster.sqlite3"


class DataFolderError(Exception):
    """Says in one sentence why the data folder can't be used."""


def usual_data_folder(base: Path) -> Path:
    """Where `bin/serve` keeps data unless told: the demo's as long as it is alone."""
    own, demo = base / "var", base / "var" / "demo"
    alone = (demo / DATABASE_FILE).exists() and not (own / DATABASE_FILE).exists()
    return demo if alone else own


def open_data_folder(folder: Path) -> Path:
    """The folder, made with mode 700; refuses one that others may read."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DataFolderError(
            f"The data folder {folder} can't be made: {error.strerror}."
        ) from None
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        raise DataFolderError(
            f"Other users of this machine may read the data folder {folder}; "
            f"run: chmod 700 {folder}"
        )
    return folder


def secret_key_in(folder: Path) -> str:
    """The installation's secret key, made at the first start and kept (mode 600)."""
    path = folder / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        key = secrets.token_urlsafe(50)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
        return key
