"""The databases of a bench: SQLite in its folder, and a PostgreSQL of our own.

PostgreSQL stands on the generator's core, as if on another machine, with its own
settings: each commit is flushed to the disk. It is left out if it is not installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

from bench.cores import on_generator_core
from bench.processes import cpu_seconds, with_children
from bin.setup.ports import unused_port
from bin.setup.services import program

STARTS_WITHIN_S = 30.0
OWNER = "postgres"
_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """A place for installations; `pid` is its own process, if it has one."""

    name: str
    url: str = ""
    pid: int = 0

    def new_url(self) -> str:
        """An empty database for one installation; `""` is a file in its folder."""
        if not self.url:
            return ""
        name = f"muster_{next(_numbers)}"
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{self.url}/{name}"

    def waiting_for_locks(self) -> int:
        """How many of its sessions stand still because of another one, now."""
        if not self.url:
            return 0
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            found = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            ).fetchone()
        return int(found[0]) if found else 0

    def cpu_seconds(self) -> float:
        """What its processes have used; an embedded database's is its server's."""
        return sum(map(cpu_seconds, with_children(self.pid))) if self.pid else 0.0


@contextmanager
def sqlite() -> Iterator[Database | None]:
    yield Database("SQLite")


@contextmanager
def postgresql() -> Iterator[Database | None]:
    initdb, postgres = program("initdb"), program("postgres")
    if not initdb or not postgres:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        # It refuses to run as root.
        user = OWNER if os.geteuid() == 0 else None
        if user:
            shutil.chown(folder, user)
        data = str(Path(folder, "data"))
        make = [initdb, "-D", data, "-U", "muster", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            [*make, "--locale", "C.UTF-8"],
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )
        with _running(postgres, data, folder, user) as (url, pid):
            yield Database("PostgreSQL", url, pid)


DATABASES: dict[str, Callable[[], AbstractContextManager[Database | None]]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}


@contextmanager
def _running(
    postgres: str, data: str, folder: str, user: str | None
) -> Iterator[tuple[str, int]]:
    port = unused_port()
    url = f"postgresql://muster@127.0.0.1:{port}"
    with on_generator_core():
        process = subprocess.Popen(
            [postgres, "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1"],
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    try:
        _until_it_answers(url, process)
        yield url, process.pid
    finally:
        # Its way of being told: end all connections, then stop.
        process.send_signal(2)
        process.wait(STARTS_WITHIN_S)


def _until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    give_up_at = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            psycopg.connect(f"{url}/postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    sys.exit("PostgreSQL did not start.")
