"""What each bench stands on: a real server with large teams, in its own process."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.cores import on_server_core

ROOT = Path(__file__).resolve().parent.parent
SEED = (
    "import django; django.setup(); import sys; from bench.people import print_seeded; "
    "print_seeded(int(sys.argv[1]), int(sys.argv[2]))"
)


class Seeded(msgspec.Struct):
    """`tokens` go room by room: the first room's people first."""

    rooms: list[str]
    tokens: list[str]


@dataclass
class Stage:
    """A served installation; each room has as many people as any other."""

    environment: dict[str, str]
    rooms: list[str]
    tokens: list[str]
    workers: int = 1
    port: int = 0
    pid: int = 0
    _process: subprocess.Popen[str] | None = None

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/"

    @property
    def room(self) -> str:
        return self.rooms[0]

    @property
    def lines(self) -> list[str]:
        """A `TOKEN ROOM` for each socket, as the generator reads them."""
        size = len(self.tokens) // len(self.rooms)
        return [
            f"{token} {self.rooms[place // size]}"
            for place, token in enumerate(self.tokens)
        ]

    def start(self) -> None:
        """On the core for servers; the second time on the same port."""
        options = ["--port", str(self.port), "--workers", str(self.workers)]
        command = [sys.executable, "manage.py", "serve", *options]
        with on_server_core():
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._process.stdout is not None
        address = self._process.stdout.readline()
        if not address:
            sys.exit("The server did not start; it says why above.")
        self.port = int(address.rsplit(":", 1)[1])
        self.pid = self._process.pid

    def restart(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.stop(how)
        self.start()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None


@contextmanager
def stage(
    people: int,
    database_url: str = "",
    *,
    rooms: int = 1,
    redis_url: str = "",
    settings: str = "settings",
    workers: int = 1,
) -> Iterator[Stage]:
    """`people` in `rooms` teams; everything is gone afterwards, the database too.

    More than one worker need PostgreSQL and Redis; they share the server's core.
    """
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "LIMITS": "off",
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(ROOT),
        }
        _run(environment, "manage.py", "migrate", "-v", "0")
        seeded = msgspec.json.decode(
            _run(environment, "-c", SEED, str(people), str(rooms)), type=Seeded
        )
        staged = Stage(environment, seeded.rooms, seeded.tokens, workers)
        staged.start()
        try:
            yield staged
        finally:
            staged.stop()


def _run(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.strip()
