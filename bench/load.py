"""Runs the load generator against one server and reads what it found."""

import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.cores import on_generator_core
from bench.processes import with_children

TEXT_BYTES = 200
CONNECTED_WITHIN_S = 600.0
BACK_WITHIN_S = 180.0
OUTSTANDING = 64
CONNECTING_AT_ONCE = 64


class Window(msgspec.Struct):
    """One measured span. `busy` is the generator's own share of its core."""

    seconds: float
    deliveries: int
    deliveries_s: float
    posts_s: float
    server_cpu_s: float
    cpu_s_per_million: float
    p50_ms: float
    p99_ms: float
    ack_p50_ms: float
    ack_p99_ms: float
    busy: float


class Found(msgspec.Struct):
    """`missing` counts deliveries that never came, 3 s after the last that did, or
    that were still due a minute after the last post.

    `gaps` are jumps in a stream's seq, `behind` sockets that lack what another of
    their room has seen or an `ok` has promised, `timeouts` posts that their author
    did not see within 3 s.
    """

    sockets: int
    connects: int
    connect_s: float
    connect_busy: float
    posts: int
    missing: int
    errors: int
    dropped: int
    refused: int
    gaps: int
    repeats: int
    resets: int
    timeouts: int
    behind: int
    last_code: int
    saturated: Window | None = None
    loaded: Window | None = None


class Connected(msgspec.Struct):
    connected: int
    connect_s: float
    busy: float


class Back(msgspec.Struct):
    back_s: float


@dataclass(frozen=True)
class Target:
    """A server and the sockets to open there: a `TOKEN ROOM` each, room by room.

    A token of `-` is none. A `*` in the path stands for the room.
    """

    dialect: str
    port: int
    path: str
    lines: list[str]
    pid: int = 0
    command: str = "message.post"


@dataclass(frozen=True)
class Load:
    """How hard: `seconds` saturated, then as long at `share` of the posts reached.

    With a `rate` (posts a second) only that. `churn` connects and disconnects so
    often instead. `posters` take turns; `outstanding` posts are under way in all. The
    last `stopped` sockets read no more once all are there, and are not counted.
    """

    seconds: float = 0
    share: float = 0
    rate: float = 0
    posters: int = 64
    outstanding: int = OUTSTANDING
    burst: int = CONNECTING_AT_ONCE
    churn: int = 0
    stopped: int = 0
    text_bytes: int = TEXT_BYTES
    subscribe: bool = True


def run(generator: Path, target: Target, load: Load) -> Found:
    with _started(generator, target, load, hold=False) as process:
        output, _ = process.communicate()
        return _found(process, output)


class Held:
    """Sockets that stay open until `release`, and come back when they are dropped."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.connected = msgspec.json.decode(
            self._line(CONNECTED_WITHIN_S), type=Connected
        )

    def wait_until_back(self) -> float:
        """Seconds from the first dropped socket to all being welcome again."""
        line = self._line(BACK_WITHIN_S)
        return msgspec.json.decode(line, type=Back).back_s

    def release(self) -> Found:
        output, _ = self._process.communicate()
        return _found(self._process, output)

    def _line(self, within_s: float) -> str:
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], within_s)[0]:
            sys.exit(f"Not all sockets were there within {within_s:.0f} s.")
        return self._process.stdout.readline() or _failed()


@contextmanager
def held(generator: Path, target: Target, load: Load) -> Iterator[Held]:
    with _started(generator, target, load, hold=True) as process:
        yield Held(process)


@contextmanager
def _started(
    generator: Path, target: Target, load: Load, *, hold: bool
) -> Iterator[subprocess.Popen[str]]:
    with tempfile.NamedTemporaryFile("w", suffix=".lines") as lines:
        lines.write("\n".join(target.lines) + "\n")
        lines.flush()
        command = [str(generator), *_options(target, load, lines.name, hold)]
        with on_generator_core():
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _options(target: Target, load: Load, lines: str, hold: bool) -> list[str]:
    options = {
        "dialect": target.dialect,
        "port": target.port,
        "path": target.path,
        "pids": ",".join(map(str, with_children(target.pid) if target.pid else [])),
        "command": target.command,
        "lines": lines,
        "posters": load.posters,
        "outstanding": load.outstanding,
        "burst": load.burst,
        "churn": load.churn,
        "stopped": load.stopped,
        "seconds": load.seconds,
        "share": load.share,
        "rate": load.rate,
        "subscribe": int(load.subscribe),
        "text-bytes": load.text_bytes,
        "hold": int(hold),
    }
    return [
        word for name, value in options.items() for word in (f"--{name}", f"{value}")
    ]


def _found(process: subprocess.Popen[str], output: str) -> Found:
    if process.returncode != 0:
        _failed()
    return msgspec.json.decode(output.splitlines()[-1], type=Found)


def _failed() -> str:
    sys.exit("The generator gave up; it says why above.")
