"""Run by .venv's Python: says what the database of DATABASE_URL holds.

Prints empty, demo or own; or one sentence about what is wrong, with exit code 1.
"""

import os
import sqlite3
import sys
from pathlib import Path

import dj_database_url
import psycopg

CONNECT_SECONDS = 5
QUESTION = "SELECT is_demo FROM teams_campaign LIMIT 1"


def state(url: str) -> str:
    try:
        parsed = dj_database_url.parse(url)
    except ValueError:
        parsed = {}
    engine = str(parsed.get("ENGINE", ""))
    if engine.endswith("sqlite3"):
        return _named(_ask_sqlite(Path(str(parsed["NAME"]))))
    if engine.endswith("postgresql"):
        return _named(_ask_postgresql(url))
    sys.exit(
        "DATABASE_URL does not name a database: write it like "
        "postgresql://user:password@host:5432/name, or leave it out."
    )


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
    print(state(os.environ["DATABASE_URL"]))
