"""What the tests need of Debian; PostgreSQL and Redis are started for one run."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bin.setup.ports import unused_port
from bin.setup.steps import Problem, Steps

DEBIAN_PACKAGES = {
    "chromium": "chromium",
    "initdb": "postgresql",
    "redis-server": "redis-server",
    "nginx": "nginx-light",
    # For the clock that a test puts forward and back.
    "gcc": "gcc libc6-dev",
}
START_SECONDS = 30
POSTGRES_USER = "postgres"


def program(name: str) -> str | None:
    """Where the program is; Debian keeps some of them off the PATH."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return found or (str(beside[-1]) if beside else None)


def install_missing(steps: Steps) -> None:
    """Debian's packages, as far as this machine is a Debian and we are root."""
    missing = [
        package
        for name, packages in DEBIAN_PACKAGES.items()
        if not program(name)
        for package in packages.split()
    ]
    if not missing or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    apt = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def fetch() -> None:
        for command in (["apt-get", "update"], apt):
            steps.call(command, env=environment, otherwise=_apt_advice)

    # What can't be had is named among the skipped; the other checks still tell much.
    with contextlib.suppress(Problem):
        steps.say(f"Installing {' '.join(missing)}", fetch)


@contextlib.contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """A fresh server on a free port; gives the setting that leads to it."""
    initdb, postgres = program("initdb"), program("postgres")
    if not initdb or not postgres:
        yield {}
        return
    with _folder(POSTGRES_USER if os.geteuid() == 0 else None) as (folder, user):
        data, port = folder / "data", unused_port()
        make = [initdb, "-D", str(data), "-U", "muster", "-A", "trust", "-N"]
        subprocess.run(
            [*make, "-E", "UTF8", "--locale", "C.UTF-8"],
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )
        command = [postgres, "-D", str(data), "-p", str(port), "-k", str(folder)]
        with _running([*command, "-h", "127.0.0.1"], folder, user, port):
            url = f"postgresql://muster@127.0.0.1:{port}/postgres"
            yield {"TEST_POSTGRES_URL": url}


@contextlib.contextmanager
def redis() -> Iterator[dict[str, str]]:
    server = program("redis-server")
    if not server:
        yield {}
        return
    with _folder(None) as (folder, _user):
        port = unused_port()
        command = [server, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        with _running([*command, "--dir", str(folder)], folder, None, port):
            yield {"TEST_REDIS_URL": f"redis://127.0.0.1:{port}/0"}


@contextlib.contextmanager
def _folder(user: str | None) -> Iterator[tuple[Path, str | None]]:
    with tempfile.TemporaryDirectory(prefix="muster-") as name:
        if user:
            shutil.chown(name, user)
        yield Path(name), user


@contextlib.contextmanager
def _running(
    command: list[str], folder: Path, user: str | None, port: int
) -> Iterator[None]:
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            user=user,
            cwd=folder,
            stdout=output,
            stderr=output,
            # Ctrl-C is for us: we stop the server when its last user has gone.
            start_new_session=True,
        )
    try:
        _until(lambda: process.poll() is not None or _listens(port), command[0])
        if process.poll() is not None:
            raise Problem(f"{command[0]} did not start: {log.read_text()[-500:]}")
        yield
    finally:
        # PostgreSQL takes SIGINT for: end all connections, then stop.
        process.send_signal(2)
        try:
            process.wait(timeout=START_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until(done: Callable[[], bool], name: str) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while not done():
        if time.monotonic() > give_up_at:
            raise Problem(f"{name} does not answer after {START_SECONDS} s.")
        time.sleep(0.05)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _apt_advice(_output: str) -> str:
    return "Debian's packages could not be installed."
