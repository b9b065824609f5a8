"""The real server as a process of its own, which tests may kill and start again."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import queue
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from bin.setup.ports import unused_port
from tests import private_details

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 40
# What differs between installations that use one Redis.
OWN_IDENTITY = {"REDIS_URL", "SECRET_KEY"}
# A proof holds for ten minutes, and a run of all tests takes longer.
PROOFS_KEEP_S = 240
PROVE_ANEW = """
import django; django.setup()
from tests.proofs import prove_anew
prove_anew()
"""


class Server:
    """One installation: its data folder, its database, its process or processes."""

    def __init__(
        self,
        folder: Path,
        settings: Mapping[str, str],
        arguments: Sequence[str] = (),
        program: Sequence[str] = ("manage.py",),
    ) -> None:
        self.folder = folder
        self.port = unused_port()
        self.log = folder / f"server-{self.port}.log"
        self.url = f"http://127.0.0.1:{self.port}"
        self.seeded: dict[str, dict[str, str]] = {}
        self._proven_at = 0.0
        self._leaks = folder / "leaks"
        private_details.files.add(self._leaks)
        self._settings = dict(settings)
        self._arguments = list(arguments)
        self._program = program
        self._process: subprocess.Popen[str] | None = None

    @property
    def socket_url(self) -> str:
        return self.url.replace("http", "ws", 1) + "/ws/"

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server is not running"
        return self._process.pid

    @property
    def pids(self) -> list[int]:
        """Those of the processes that serve."""
        if "--workers" not in self._arguments:
            return [self.pid]
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def database_url(self) -> str:
        return self._settings["DATABASE_URL"]

    @property
    def mailbox(self) -> Path:
        return self.folder / "mail"

    def token(self, name: str) -> str:
        return self.seeded["tokens"][name]

    def session_cookie(self, name: str, *, proven: bool = False) -> dict[str, str]:
        session = self.seeded["proven" if proven else "sessions"][name]
        if proven and time.time() - self._proven_at > PROOFS_KEEP_S:
            self.run("-c", PROVE_ANEW)
            self._proven_at = time.time()
        return {"name": "session", "value": session, "url": self.url}

    def room(self, unit: str) -> str:
        return self.seeded["rooms"][unit]

    def unit(self, name: str) -> str:
        return self.seeded["units"][name]

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def run(self, *arguments: str) -> str:
        """Another process of this installation: what it printed, once it is over."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{arguments} failed:\n{done.stderr}")
        return done.stdout

    def lay_tables(self) -> None:
        self.manage("migrate", "--verbosity", "0")

    def let_in_the_cast(self) -> None:
        """Where the tables are laid. Its name and its secret key are its own then."""
        (self.data / "secret_key").unlink(missing_ok=True)
        self._proven_at = time.time()
        self.seeded = json.loads(self.run("-m", "tests.seed"))

    def take_over(self, original: Server) -> None:
        """Has the same people with the same tokens, in what is a copy from now on."""
        shutil.copytree(original.data, self.data)
        self.seeded = original.seeded
        self._proven_at = original._proven_at

    def start(self) -> None:
        """Returns once the server listens; on the same port each time."""
        addresses: queue.Queue[str] = queue.Queue()
        serve = [*self._program, "serve", "--port", str(self.port)]
        command = [sys.executable, *serve, *self._arguments]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        threading.Thread(
            target=self._watch, args=(self._process, addresses), daemon=True
        ).start()
        started = False
        with contextlib.suppress(queue.Empty):
            started = addresses.get(timeout=START_SECONDS) == self.url
        if not started:
            self.kill()
            raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")

    def stop(self) -> int:
        """Tells the server to go and gives its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Takes the server away in the middle of what it does."""
        if self._process is None:
            return
        # Held from before: the number of one that is gone may be given to another.
        workers = [os.pidfd_open(pid) for pid in self.pids if pid != self.pid]
        self._end(signal.SIGKILL)
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(worker, signal.SIGKILL)
            select.select([worker], [], [], STOP_SECONDS)
            os.close(worker)

    def beside(self, folder: Path | None = None, **settings: str) -> Server:
        """Another server of the same installation, on a port of its own; not started.

        Needs PostgreSQL and Redis. With a folder it is on another host, which may have
        settings of its own.
        """
        own = {**self._settings, **settings}
        other = Server(folder or self.folder, own, self._arguments)
        other.seeded = self.seeded
        other._proven_at = self._proven_at
        return other

    def ended(self) -> int:
        """Waits for a server that goes by itself, and gives its exit code."""
        return self._end(None)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _end(self, how: signal.Signals | None) -> int:
        if self._process is None:
            return 0
        if how is not None:
            self._process.send_signal(how)
        code = self._process.wait(timeout=STOP_SECONDS)
        self._process = None
        return code

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.watched_settings",
            private_details.FILE_NAMED_BY: str(self._leaks),
            "DATA_DIR": str(self.data),
            # Its own, made in its folder: installations on one Redis differ by it.
            "SECRET_KEY": "",
            "EMAIL_URL": f"file://{self.mailbox}",
            "PYTHONUNBUFFERED": "1",
            "PUBLIC_URL": self.url,
            **self._settings,
        }

    def _watch(
        self, process: subprocess.Popen[str], addresses: queue.Queue[str]
    ) -> None:
        """Passes on the address, then keeps the pipe from filling up."""
        assert process.stdout is not None
        with process.stdout as lines, self.log.open("a") as log:
            for line in lines:
                log.write(line)
                if line.startswith("Muster is at "):
                    addresses.put(line.split()[3])
        addresses.put("")


@contextlib.contextmanager
def database_settings(original: Server | None = None) -> Iterator[dict[str, str]]:
    """Settings of a database of the kind that this test run is about, empty or a copy.

    With SQLite it is a file in the data folder, which is copied with that.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    name = f"muster_{uuid.uuid4().hex[:12]}"
    if original is None:
        _execute(url, "CREATE DATABASE {}", name)
    else:
        there = original.database_url.rpartition("/")[2]
        _execute(url, "CREATE DATABASE {} TEMPLATE {}", name, there)
    try:
        yield {"DATABASE_URL": url.rpartition("/")[0] + f"/{name}"}
    finally:
        _execute(url, "DROP DATABASE {} WITH (FORCE)", name)


@contextlib.contextmanager
def installed(
    folder: Path,
    *,
    arguments: Sequence[str] = (),
    program: Sequence[str] = ("manage.py",),
    **settings: str,
) -> Iterator[Server]:
    """An installation with the cast in it that nobody serves yet."""
    original = None
    if "DATABASE_URL" not in settings:
        original = _original(with_cast=not OWN_IDENTITY & settings.keys())
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(database_settings(original)) if original else {}
        own = {**database, "LIMITS": "off", **settings}
        server = Server(folder, own, arguments, program)
        if original:
            server.take_over(original)
        else:
            server.lay_tables()
        if not server.seeded:
            server.let_in_the_cast()
        yield server


@contextlib.contextmanager
def running(
    folder: Path,
    *,
    arguments: Sequence[str] = (),
    program: Sequence[str] = ("manage.py",),
    **settings: str,
) -> Iterator[Server]:
    """A server with the cast in it; whatever the test did to it, it is gone after."""
    with installed(folder, arguments=arguments, program=program, **settings) as server:
        server.start()
        try:
            yield server
        finally:
            server.kill()


@contextlib.contextmanager
def two(
    folder: Path, *, arguments: Sequence[str] = (), **settings: str
) -> Iterator[tuple[Server, Server]]:
    """Two servers of one installation over Redis, each on its own port."""
    over = {"REDIS_URL": os.environ["TEST_REDIS_URL"], **settings}
    with running(folder, arguments=arguments, **over) as first:
        second = first.beside()
        second.start()
        try:
            yield first, second
        finally:
            second.kill()


def several_can_run() -> bool:
    """Whether this run has the PostgreSQL and the Redis that several processes need."""
    postgresql = os.environ.get("DATABASE_URL", "").startswith("postgres")
    return postgresql and bool(os.environ.get("TEST_REDIS_URL"))


_originals = contextlib.ExitStack()


def forget_originals() -> None:
    """Removes what this process has made to copy from."""
    _original.cache_clear()
    _originals.close()


@functools.cache
def _original(*, with_cast: bool) -> Server:
    """Made once in each test process: each server of it begins as a copy."""
    tables = _original(with_cast=False) if with_cast else None
    folder = tempfile.TemporaryDirectory(prefix="muster-original-")
    database = _originals.enter_context(database_settings(tables))
    server = Server(Path(_originals.enter_context(folder)), database)
    if tables:
        server.take_over(tables)
        server.let_in_the_cast()
    else:
        server.lay_tables()
    return server


def _execute(url: str, statement: LiteralString, *names: str) -> None:
    identifiers = map(sql.Identifier, names)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*identifiers))
