"""A copy of a PostgreSQL database, by PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from keeping.errors import KeepingError, ProgramMissing

DUMP = "database.dump"
CONNECT_SECONDS = 10
# Where Debian keeps what is off the PATH.
BESIDE = Path("/usr/lib/postgresql")
# What is in the way of a restore. Triggers, indexes and sequences go with their tables.
EMPTY = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT format('%I.%I', current_schema(), c.relname) AS name,
      c.relkind FROM pg_class c
      WHERE c.relnamespace = current_schema()::regnamespace
      AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY c.oid LOOP
    EXECUTE format(
      CASE found.relkind WHEN 'v' THEN 'DROP VIEW IF EXISTS %s CASCADE'
        WHEN 'm' THEN 'DROP MATERIALIZED VIEW IF EXISTS %s CASCADE'
        ELSE 'DROP TABLE IF EXISTS %s CASCADE' END, found.name);
  END LOOP;
  FOR found IN SELECT format('%I.%I(%s)', current_schema(), p.proname,
      pg_get_function_identity_arguments(p.oid)) AS name FROM pg_proc p
      WHERE p.pronamespace = current_schema()::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', found.name);
  END LOOP;
END $$;
"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@contextmanager
def connected() -> Iterator[psycopg.Connection[Any]]:
    """A connection of our own: Django's end transactions that are idle for long."""
    try:
        connection = psycopg.connect(**_named())
    except psycopg.Error as error:
        raise KeepingError(
            f"The database of DATABASE_URL can't be used: {_last(str(error))}"
        ) from None
    with connection:
        yield connection


def dump(connection: psycopg.Connection[Any], target: Path) -> None:
    """Writes what this connection's transaction sees, while others go on writing.

    The transaction must be `REPEATABLE READ`.
    """
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert row is not None
    words = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
    where = [f"--snapshot={row[0]}", f"--file={target}", "--lock-wait-timeout=30s"]
    _run("pg_dump", _major(connection), [*words, *where])


def load(dump: Path, folder: Path) -> None:
    """Replaces everything in the database, in one transaction: all of it or nothing.

    Analyzed at its end: the first who come would wait for plans of empty tables.
    """
    with connected() as connection:
        major = _major(connection)
    emptying, script = folder / "empty.sql", folder / "restore.sql"
    emptying.write_text(EMPTY)
    words = ["--no-owner", "--no-privileges", f"--file={script}", str(dump)]
    _run("pg_restore", major, words)
    quiet = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    steps = [f"--file={emptying}", f"--file={script}", "--command=ANALYZE"]
    _run("psql", major, [*quiet, "--single-transaction", *steps])
    script.unlink()


def check_alone() -> bool:
    """Raises `KeepingError` while others are connected; whether it holds tables."""
    with connected() as connection:
        others = connection.execute(OTHERS).fetchone()
        if others and others[0]:
            raise KeepingError(
                f"There are {others[0]} other connections to this database: stop "
                "every server of this installation first; nothing was changed."
            )
        found = connection.execute(
            "SELECT to_regclass('django_migrations') IS NOT NULL"
        ).fetchone()
        return bool(found and found[0])


def check_programs() -> None:
    """Raises `KeepingError` unless all that a restore needs is there."""
    with connected() as connection:
        major = _major(connection)
    for name in ("pg_dump", "pg_restore", "psql"):
        program(name, major)


def program(name: str, major: int) -> str:
    """The first one that is no older than the server; raises `ProgramMissing`."""
    beside = sorted(BESIDE.glob(f"*/bin/{name}"), reverse=True)
    for place in filter(None, [shutil.which(name), *map(str, beside)]):
        if _version(place) >= major:
            return place
    raise ProgramMissing(
        f"{name} of PostgreSQL {major} or newer is not on this machine: install it "
        f"(Debian, Ubuntu: apt install postgresql-client-{major}) or put it on PATH."
    )


def _major(connection: psycopg.Connection[Any]) -> int:
    return connection.info.server_version // 10000


def _run(name: str, major: int, arguments: Sequence[str]) -> None:
    command = [program(name, major), *arguments]
    done = subprocess.run(
        command, env=_environment(), capture_output=True, text=True, umask=0o077
    )
    if done.returncode:
        raise KeepingError(f"{name} failed: {_last(done.stderr)} Nothing was changed.")


def _version(program: str) -> int:
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True)
    except OSError:
        return 0
    number = re.search(r"(\d+)", told.stdout)
    return int(number[1]) if number else 0


def _named() -> dict[str, Any]:
    """DATABASE_URL by libpq's names; not its `options`, which are for a server."""
    database = settings.DATABASES["default"]
    ours = {
        "host": database.get("HOST"),
        "port": database.get("PORT"),
        "user": database.get("USER"),
        "password": database.get("PASSWORD"),
        "dbname": database.get("NAME"),
        **database.get("OPTIONS", {}),
        "connect_timeout": CONNECT_SECONDS,
    }
    known = set(_variables()) - {"options"}
    return {name: value for name, value in ours.items() if value and name in known}


def _variables() -> Mapping[str, str]:
    """libpq's names and the environment variables that stand for them."""
    return {
        option.keyword.decode(): (option.envvar or b"").decode()
        for option in psycopg.pq.Conninfo.get_defaults()
    }


def _environment() -> dict[str, str]:
    """Not as arguments: those of every program can be read by everybody."""
    variables = _variables()
    told = {variables[name]: str(value) for name, value in _named().items()}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return {**kept, **{name: value for name, value in told.items() if name}}


def _last(said: str) -> str:
    """The error itself; what follows it says only where it was."""
    lines = said.strip().splitlines() or ["it said nothing"]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines)[-1].rstrip(".") + "."
