"""The real server as a process of its own, which tests may kill and start again."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 40


class Server:
    """One installation: its data folder, its database, its process."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.log = folder / "server.log"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.seeded: dict[str, dict[str, str]] = {}
        self._settings = dict(settings)
        self._process: subprocess.Popen[str] | None = None

    @property
    def socket_url(self) -> str:
        return self.url.replace("http", "ws", 1) + "/ws/"

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server is not running"
        return self._process.pid

    @property
    def mailbox(self) -> Path:
        return self.folder / "mail"

    def token(self, name: str) -> str:
        return self.seeded["tokens"][name]

    def session_cookie(self, name: str) -> dict[str, str]:
        session = self.seeded["sessions"][name]
        return {"name": "session", "value": session, "url": self.url}

    def room(self, unit: str) -> str:
        return self.seeded["rooms"][unit]

    def unit(self, name: str) -> str:
        return self.seeded["units"][name]

    def manage(self, *arguments: str) -> str:
        return self._run("manage.py", *arguments)

    def seed(self) -> None:
        """Lays the tables and lets the cast move in."""
        self.manage("migrate", "--verbosity", "0")
        self.seeded = json.loads(self._run("-m", "tests.seed"))

    def start(self) -> None:
        """Returns once the server listens; on the same port each time."""
        addresses: queue.Queue[str] = queue.Queue()
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        threading.Thread(
            target=self._watch, args=(self._process, addresses), daemon=True
        ).start()
        if addresses.get(timeout=START_SECONDS) != self.url:
            raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")

    def stop(self) -> int:
        """Tells the server to go and gives its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Takes the server away in the middle of what it does."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(how)
        code = self._process.wait(timeout=STOP_SECONDS)
        self._process = None
        return code

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{arguments} failed:\n{done.stderr}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "settings",
            "DATA_DIR": str(self.folder / "data"),
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
def database_settings() -> Iterator[dict[str, str]]:
    """Settings of an empty database, of the kind that this test run is about."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    name = f"muster_{uuid.uuid4().hex[:12]}"
    _execute(url, sql.SQL("CREATE DATABASE {}"), name)
    try:
        yield {"DATABASE_URL": url.rpartition("/")[0] + f"/{name}"}
    finally:
        _execute(url, sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)


@contextlib.contextmanager
def running(folder: Path, **settings: str) -> Iterator[Server]:
    """A server with the cast in it; whatever the test did to it, it is gone after."""
    with database_settings() as database:
        server = Server(folder, {**database, "LIMITS": "off", **settings})
        server.seed()
        server.start()
        try:
            yield server
        finally:
            server.kill()


def _free_port() -> int:
    """The page's own address has to be known before the server starts."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _execute(url: str, statement: sql.SQL, name: str) -> Any:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name)))
