"""What Muster is measured beside: each on the server's core, on loopback, gone after.

A peer that is not installed is left out of the table.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bench.cores import on_generator_core, on_server_core
from bench.load import Target
from bench.programs import Programs
from bench.stage import ROOT
from bin.setup.ports import unused_port

STARTS_WITHIN_S = 20.0
CHAT = "/ws/chat/*/"
SOCKETIO = ROOT / "bench" / "socketio"
SOCKETIO_PATH = "/socket.io/?EIO=4&transport=websocket&room=*"
NATS = """
listen: "127.0.0.1:{inner}"
max_connections: 20000
max_pending: 256MB
websocket {{ listen: "127.0.0.1:{port}", no_tls: true, compression: false }}
"""
# Debian's does not start with a WebSocket listener alone, and forgets its address
# unless it is told the family.
MOSQUITTO = """
listener {inner} 127.0.0.1
listener {port} 127.0.0.1
socket_domain ipv4
protocol websockets
allow_anonymous true
allow_duplicate_messages true
max_queued_messages 0
set_tcp_nodelay true
log_type none
"""


class Shape(NamedTuple):
    """So many sockets in so many rooms."""

    sockets: int
    rooms: int

    @property
    def lines(self) -> list[str]:
        size = self.sockets // self.rooms
        return [f"- {place // size + 1}" for place in range(size * self.rooms)]


# Each yields its servers one after the other, with their names in the table.
Serve = Callable[[Shape, Programs], Iterator[tuple[str, Target]]]


def stock(shape: Shape, programs: Programs) -> Iterator[tuple[str, Target]]:
    """The Channels tutorial's chat on Daphne, with each of the layers."""
    with _stock(shape, {"STOCK_LAYER": "memory"}) as target:
        yield "stock Channels, memory", target
    if not installed("redis-server"):
        return
    for layer in ("core", "pubsub"):
        with redis() as url:
            settings = {"STOCK_LAYER": layer, "REDIS_URL": url}
            with _stock(shape, settings) as target:
                yield f"stock Channels, Redis {layer}", target


def nats(shape: Shape, programs: Programs) -> Iterator[tuple[str, Target]]:
    if not installed("nats-server"):
        return
    port = unused_port()
    settings = NATS.format(port=port, inner=unused_port())
    with _file(settings) as path, _serving(["nats-server", "-c", path], port) as pid:
        yield "nats-server", Target("nats", port, "/", shape.lines, pid)


def mosquitto(shape: Shape, programs: Programs) -> Iterator[tuple[str, Target]]:
    if not installed("mosquitto"):
        return
    port = unused_port()
    settings = MOSQUITTO.format(port=port, inner=unused_port())
    with _file(settings) as path, _serving(["mosquitto", "-c", path], port) as pid:
        yield "mosquitto", Target("mqtt", port, "/mqtt", shape.lines, pid)


def socketio(shape: Shape, programs: Programs) -> Iterator[tuple[str, Target]]:
    if not (installed("node") and installed("npm")) or not _socketio_is_there():
        return
    port = unused_port()
    command = ["node", str(SOCKETIO / "server.mjs"), str(port)]
    with _serving(command, port, {"NODE_ENV": "production"}) as pid:
        target = Target("socketio", port, SOCKETIO_PATH, shape.lines, pid)
        yield "Socket.IO 4.8", target


def one_send_each(shape: Shape, programs: Programs) -> Iterator[tuple[str, Target]]:
    port = unused_port()
    with _serving([str(programs.limit), str(port)], port) as pid:
        yield "C, one send each", Target("stock", port, CHAT, shape.lines, pid)


@contextmanager
def redis() -> Iterator[str]:
    """On the generator's core, which has time left: it would be another machine."""
    port = unused_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port)]
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        options = ["--dir", folder, "--save", "", "--appendonly", "no"]
        with _serving([*command, *options], port, core=on_generator_core):
            yield f"redis://127.0.0.1:{port}/0"


def installed(program: str) -> bool:
    return shutil.which(program) is not None


@cache
def _socketio_is_there() -> bool:
    """Installs what its lock file names into the ignored `node_modules` beside it."""
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=SOCKETIO, stdout=sys.stderr, check=False)
    if done.returncode:
        print("Socket.IO is left out: npm says why above.", file=sys.stderr)
    return done.returncode == 0


@contextmanager
def _stock(shape: Shape, settings: dict[str, str]) -> Iterator[Target]:
    port = unused_port()
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port)]
    environment = settings | {
        "DJANGO_SETTINGS_MODULE": "bench.stock.settings",
        "PYTHONPATH": str(ROOT),
    }
    application = "bench.stock.asgi:application"
    with _serving([*command, application], port, environment) as pid:
        yield Target("stock", port, CHAT, shape.lines, pid)


@contextmanager
def _serving(
    command: list[str],
    port: int,
    settings: dict[str, str] | None = None,
    core: Callable[[], AbstractContextManager[None]] = on_server_core,
) -> Iterator[int]:
    """The process's id, once it listens."""
    with core():
        process = subprocess.Popen(
            command,
            env=os.environ | (settings or {}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    try:
        _wait_until_open(port, process)
        yield process.pid
    finally:
        process.kill()
        process.wait()


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    give_up_at = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < give_up_at and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"A peer did not start: {process.args!r}.")


@contextmanager
def _file(text: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        path = Path(folder, "settings.conf")
        path.write_text(text)
        yield str(path)
