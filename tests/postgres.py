"""PostgreSQL servers of a test's own: copied, killed, promoted and put back."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from bin.setup.ports import unused_port
from bin.setup.services import POSTGRES_USER, program

PATIENCE_SECONDS = 60
DATABASE = "muster"


class Node:
    """One server on a port of its own, with everything on disk as in real use."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.log = folder / "log"
        self.port = unused_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"postgresql://muster@{self.place}/{DATABASE}"

    def begin(self) -> None:
        """A new cluster with an empty database."""
        self._run(
            *("initdb", "-D", str(self.data), "-U", "muster", "-A", "trust"),
            *("-N", "-E", "UTF8", "--locale", "C.UTF-8"),
        )
        self.start()
        self.ask(f"CREATE DATABASE {DATABASE}", database="postgres")

    def follow(self, primary: Node) -> None:
        """A copy of the primary that follows it, asynchronously."""
        address = f"postgresql://muster@{primary.place}/postgres"
        self._run(
            "pg_basebackup",
            "-D",
            str(self.data),
            "-d",
            address,
            "-R",
            "-N",
            "-c",
            "fast",
        )
        self.start()

    def start(self) -> None:
        postgres = program("postgres")
        assert postgres is not None
        command = [postgres, "-D", str(self.data), "-p", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "-k", str(self._folder), "-h", "127.0.0.1"],
                user=_user(),
                cwd=self._folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait("SELECT 1", 1, database="postgres")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends it in order; SIGQUIT at once, to recover at the next start."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE_SECONDS)
            self._process = None

    def kill(self) -> None:
        """SIGKILL to every process of the server."""
        if self._process is None:
            return
        family = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        children = [int(pid) for pid in family.read_text().split()]
        self._process.kill()
        self._process.wait()
        self._process = None
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)

    def lose_sight(self) -> None:
        """The replica hears nothing more of its primary."""
        self.ask("ALTER SYSTEM SET primary_conninfo = ''", database="postgres")
        self.ask("SELECT pg_reload_conf()", database="postgres")
        self.wait("SELECT count(*) FROM pg_stat_wal_receiver", 0)

    def promote(self) -> None:
        self.ask("SELECT pg_promote()", database="postgres")

    def ask(self, question: str, *, database: str = DATABASE) -> Any:
        """The first value of the answer, if there is one."""
        url = self.url.rpartition("/")[0] + f"/{database}"
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(question)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    def wait(self, question: str, answer: object, *, database: str = DATABASE) -> None:
        """Asks until the answer is the one that is waited for."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError):
                if self.ask(question, database=database) == answer:
                    return
            time.sleep(0.05)
        raise AssertionError(f"{question}: never {answer}\n{self.log.read_text()}")

    def copy(self, name: str) -> Path:
        """A copy of the stopped server's files."""
        copy = self._folder / name
        shutil.copytree(self.data, copy)
        _own(copy)
        return copy

    def put_back(self, copy: Path) -> None:
        shutil.rmtree(self.data)
        shutil.copytree(copy, self.data)
        _own(self.data)

    def _run(self, name: str, *arguments: str) -> None:
        path = program(name)
        assert path is not None, f"There is no {name}."
        subprocess.run(
            [path, *arguments],
            user=_user(),
            cwd=self._folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )


@contextlib.contextmanager
def node() -> Iterator[Node]:
    """A folder for a server; nothing of it is left afterwards."""
    with tempfile.TemporaryDirectory(prefix="muster-node-") as name:
        folder = Path(name)
        _own(folder)
        one = Node(folder)
        try:
            yield one
        finally:
            one.kill()


def _user() -> str | None:
    return POSTGRES_USER if os.geteuid() == 0 else None


def _own(folder: Path) -> None:
    user = _user()
    if user is None:
        return
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, user, user)
