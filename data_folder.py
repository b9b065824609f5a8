"""The folder that holds the database, the secret key and everything else that stays."""

import os
import secrets
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

DATABASE_FILE = "muster.sqlite3"
# The first two of these begin an installation; the others ask nothing of one.
WITHOUT_INSTALLATION = frozenset(
    {
        "migrate",
        "restore",
        "asyncapi",
        "check",
        "compilemessages",
        "diffsettings",
        "help",
        "makemessages",
        "makemigrations",
        "test",
        "version",
    }
)


class DataFolderError(Exception):
    """Says in one sentence why the data folder can't be used."""


def usual_data_folder(base: Path) -> Path:
    """Where `bin/serve` keeps data unless told: the demo's as long as it is alone."""
    own, demo = base / "var", base / "var" / "demo"
    alone = (demo / DATABASE_FILE).exists() and not (own / DATABASE_FILE).exists()
    return demo if alone else own


def check_installation(base: Path, arguments: Sequence[str]) -> None:
    """Raises `DataFolderError` when `manage.py` would begin one that nobody asked for.

    Made by mistake, a folder has a new secret key and an empty database: whoever writes
    there wonders why the server knows nothing of it.
    """
    command, *rest = arguments or ("help",)
    asks_nothing = {"-h", "--help", "--version", "--before-migrating"}
    if command in WITHOUT_INSTALLATION or asks_nothing & {command, *rest}:
        return
    folder = Path(os.environ.get("DATA_DIR") or usual_data_folder(base))
    if os.environ.get("DATABASE_URL"):
        # The database is elsewhere: the folder holds the key, unless that is given.
        is_here = folder.is_dir() or bool(os.environ.get("SECRET_KEY"))
    else:
        is_here = (folder / DATABASE_FILE).exists()
    if not is_here:
        raise DataFolderError(
            f"There is no installation in {folder}: check DATA_DIR. To begin one "
            "there, run bin/serve, or manage.py migrate."
        )


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
    """The installation's secret key, made at the first start and kept (mode 600).

    Of several processes that start at once, all get the one that was there first.
    """
    path = folder / "secret_key"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder) as made:
            made.write(secrets.token_urlsafe(50))
            made.flush()
            # A link is there as a whole or not at all: nobody reads half a key.
            with suppress(FileExistsError):
                os.link(made.name, path)
    return path.read_text()
