import asyncio
import fcntl
import signal
import socket
import sys
from argparse import SUPPRESS
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from hub import durability
from hub.epoch import continuity
from hub.serving import listening
from hub.serving.workers import Workers

Options = dict[str, Any]


class Command(BaseCommand):
    help = "Serves Muster on one address until it is told to stop."
    # `migrate` has made them a moment ago; a second start shall be quick.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--workers",
            type=int,
            default=1,
            help="server processes on the one port; more than 1 need PostgreSQL and "
            "Redis (default: 1)",
        )
        parser.add_argument(
            "--proxy-headers",
            action="store_true",
            help="believe X-Forwarded-For, behind a proxy that overwrites it",
        )
        # How the workers are started: by us alone.
        parser.add_argument("--worker", type=int, help=SUPPRESS)
        parser.add_argument("--lifeline", type=int, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        if options["worker"]:
            _work(options)
            return
        _check_workers(options["workers"])
        # The lock lives as long as this process; a name keeps it from being closed.
        lock = _server_lock(settings.DATA_DIR)
        _check_limits(options["host"])
        _check_database()
        if options["workers"] == 1:
            self._serve(options)
        else:
            self._supervise(options)
        lock.close()

    def _serve(self, options: Options) -> None:
        # Twisted installs its reactor at import: not before we really serve.
        from hub.serving.serve import serve

        serve(
            host=options["host"],
            port=options["port"],
            proxy_headers=options["proxy_headers"],
            announce=self._announce,
        )

    def _supervise(self, options: Options) -> None:
        try:
            port = listening.reserved(options["host"], options["port"])
        except OSError as error:
            raise CommandError(f"Can't listen: {error.strerror}") from None
        with port:
            host, number = port.getsockname()[:2]
            address = listening.address(host, number)
            workers = Workers(
                options["workers"],
                command=partial(_command, options, number),
                all_listen=lambda: self._announce(address),
            )
            code = asyncio.run(workers.run())
        if code:
            sys.exit(code)

    def _announce(self, address: str) -> None:
        self.stdout.write(f"Muster is at {address}")
        self.stdout.flush()


def _work(options: Options) -> None:
    """One of several: tells the supervisor when it listens, and ends when that does."""
    from hub.serving.serve import serve

    lifeline = socket.socket(fileno=options["lifeline"])

    def announce(_address: str) -> None:
        with suppress(OSError):
            lifeline.send(b".")
        loop = asyncio.get_event_loop()
        loop.add_reader(lifeline, _supervisor_gone, loop, lifeline)

    serve(
        host=options["host"],
        port=options["port"],
        shared=True,
        proxy_headers=options["proxy_headers"],
        announce=announce,
    )


def _supervisor_gone(loop: asyncio.AbstractEventLoop, lifeline: socket.socket) -> None:
    loop.remove_reader(lifeline)
    signal.raise_signal(signal.SIGTERM)


def _command(options: Options, port: int, number: int, lifeline: int) -> list[str]:
    words = [
        sys.executable,
        str(settings.BASE_DIR / "manage.py"),
        "serve",
        f"--host={options['host']}",
        f"--port={port}",
        f"--worker={number}",
        f"--lifeline={lifeline}",
    ]
    return [*words, "--proxy-headers"] if options["proxy_headers"] else words


def _check_workers(count: int) -> None:
    if count < 1:
        raise CommandError("--workers takes a number from 1 on.")
    if count > 1 and not _may_be_several():
        raise CommandError(
            f"{count} workers need PostgreSQL and Redis: set DATABASE_URL to "
            "postgresql://user:password@host:5432/name and REDIS_URL to "
            "redis://host:6379/0, or leave --workers out."
        )


def _may_be_several() -> bool:
    return connection.vendor == "postgresql" and bool(settings.REDIS_URL)


def _check_limits(host: str) -> None:
    if not settings.LIMITS and host not in ("127.0.0.1", "::1", "localhost"):
        raise CommandError("LIMITS=off is for benches: it works on 127.0.0.1 only.")


def _check_database() -> None:
    """Nothing is served by a database that forgets, or that is not the one it was."""
    try:
        durability.check(connection)
        continuity.prove()
    except durability.NotDurable as error:
        raise CommandError(str(error)) from None
    except DatabaseError as error:
        raise CommandError(
            f"The database of DATABASE_URL can't be used: {error}"
        ) from None
    finally:
        _disconnect(connection)


def _disconnect(database: Any) -> None:
    """The pool too: a supervisor has no more to ask."""
    database.close()
    if database.vendor == "postgresql":
        database.close_pool()


def _server_lock(folder: Path) -> Any:
    """Held alone where one process is the installation, else together with others."""
    lock = (folder / "server.lock").open("w")
    how = fcntl.LOCK_SH if _may_be_several() else fcntl.LOCK_EX
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except OSError:
        raise CommandError(
            f"Another Muster server already uses the data folder {folder}; "
            "stop it first, or choose another folder."
        ) from None
    return lock
