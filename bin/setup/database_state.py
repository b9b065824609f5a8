"""Run by .venv's Python: checks the settings, and says what the database holds.

Prints empty, demo or own; or one sentence about what is wrong, with exit code 1.
"""

import os
import sqlite3
import sys
from pathlib import Path

import psycopg
from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

import checked_settings
from data_folder import DataFolderError

CONNECT_SECONDS = 5
QUESTION = "SELECT is_demo FROM teams_campaign LIMIT 1"


def state(url: str) -> str:
    try:
        parsed = checked_settings.database(url)
    except ImproperlyConfigured as wrong:
        sys.exit(str(wrong))
    if parsed["ENGINE"].endswith("sqlite3"):
        return _named(_ask_sqlite(Path(str(parsed["NAME"]))))
    return _named(_ask_postgresql(url))


def check_settings() -> None:
    """All of them, before anything is said that reads like a start."""
    try:
        import settings  # noqa: F401
    except (DataFolderError, EnvError, ImproperlyConfigured) as wrong:
        sys.exit(str(wrong))


def _ask_sqlite(path: Path) -> tuple[object, ...] | None:
    if not path.is_absolute() or not path.parent.is_dir():
        sys.exit(f"DATABASE_URL names {path}, but its folder is not there: make it.")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        sys.exit(f"The database {path} can't be written: check who owns it.")
    if not path.exists():
        return None
    try:
        with sqlite3.connect(path) as connection:
            row: tuple[object, ...] | None = connection.execute(QUESTION).fetchone()
            return row
    except sqlite3.OperationalError:
        return None
    except sqlite3.DatabaseError:
        sys.exit(f"{path} is not a SQLite database: check DATABASE_URL.")


def _ask_postgresql(url: str) -> tuple[object, ...] | None:
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            return connection.execute(QUESTION).fetchone()
    except psycopg.errors.UndefinedTable:
        return None
    except psycopg.Error as error:
        reason = str(error).strip().partition("\n")[0]
        sys.exit(f"The database of DATABASE_URL can't be used: {reason}")


def _named(row: tuple[object, ...] | None) -> str:
    if row is None:
        return "empty"
    return "demo" if row[0] else "own"


if __name__ == "__main__":
    check_settings()
    print(state(os.environ["DATABASE_URL"]))
