import fcntl
import os
import signal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection


class Command(BaseCommand):
    help = "Serves Muster on one address until it is told to stop."
    # `migrate` has made them a moment ago; a second start shall be quick.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--proxy-headers",
            action="store_true",
            help="believe X-Forwarded-For, behind a proxy that overwrites it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # The lock lives as long as this process; a name keeps it from being closed.
        lock = _only_server(settings.DATA_DIR)
        _check_limits(options["host"])
        _check_durability()
        # Twisted installs its reactor at import: not before we really serve.
        from hub.serving import serve

        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        serve(
            host=options["host"],
            port=options["port"],
            proxy_headers=options["proxy_headers"],
            announce=lambda address: self.stdout.write(f"Muster is at {address}"),
        )
        lock.close()


def _check_limits(host: str) -> None:
    if not settings.LIMITS and host not in ("127.0.0.1", "::1", "localhost"):
        raise CommandError("LIMITS=off is for benches: it works on 127.0.0.1 only.")


def _check_durability() -> None:
    if connection.vendor != "postgresql":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            setting = cursor.fetchone()[0]
    except OperationalError as error:
        raise CommandError(
            f"The database of DATABASE_URL can't be reached: {error}"
        ) from None
    connection.close()
    if setting == "off":
        raise CommandError(
            "PostgreSQL has synchronous_commit=off: what Muster acknowledges could be "
            "lost. Set it to on."
        )


def _only_server(folder: Path) -> Any:
    lock = (folder / "server.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CommandError(
            f"Another Muster server already uses the data folder {folder}; "
            "stop it first, or choose another folder."
        ) from None
    lock.write(str(os.getpid()))
    lock.flush()
    return lock
