import os
from argparse import SUPPRESS
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from keeping import folders, sealing
from keeping.actions import record_backup
from keeping.backup import Made, back_up, back_up_before_migrating
from keeping.errors import KeepingError, ProgramMissing
from keeping.queries import newest_backup_at
from keeping.tasks import EVERY

LESS_URGENT = 10


class Command(BaseCommand):
    help = "Makes a backup of everything in one file, while the server goes on."
    # It is run before the tables are brought up to date, too.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", help="the folder (default: BACKUP_DIR, or backups in DATA_DIR)"
        )
        parser.add_argument(
            "--recipient",
            default=settings.BACKUP_RECIPIENT,
            help="encrypt for this public key, age1… (default: BACKUP_RECIPIENT)",
        )
        parser.add_argument(
            "--make-key",
            metavar="FILE",
            help="make no backup, but a new key to encrypt with: the secret one goes "
            "into FILE, the public one is printed",
        )
        parser.add_argument(
            "--before-migrating",
            action="store_true",
            help="a copy in DATA_DIR, if there are migrations to run",
        )
        # The server's own: once a day, and the oldest are removed.
        parser.add_argument("--daily", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._do(options)
        except KeepingError as error:
            raise CommandError(str(error)) from None

    def _do(self, options: dict[str, Any]) -> None:
        if options["make_key"]:
            public = sealing.make_key(Path(options["make_key"]))
            self.stdout.write(public)
            return
        if options["before_migrating"]:
            self._copy_before_migrating(options["recipient"])
            return
        if options["daily"]:
            os.nice(LESS_URGENT)
        folder = Path(options["to"] or folders.of_backups()).expanduser().absolute()
        keep = settings.BACKUP_KEEP if options["daily"] else 0
        if options["daily"] and not _is_due():
            return
        made = back_up(folder, recipient=options["recipient"], keep=keep)
        try:
            record_backup(made)
        except DatabaseError as error:
            self.stderr.write(f"The backup is made, but not in the log: {error}")
        self._tell(made)

    def _copy_before_migrating(self, recipient: str) -> None:
        try:
            made = back_up_before_migrating(recipient)
        except ProgramMissing as error:
            self.stdout.write(f"The database is not copied first: {error}")
            return
        if made:
            self.stdout.write(f"The database as it was is in {made.file}")

    def _tell(self, made: Made) -> None:
        self.stdout.write(f"{made.file} ({filesizeformat(made.bytes)})")
        if not made.encrypted:
            self.stdout.write(
                "It is not encrypted: whoever has it can read everything"
                + (" and sign in as anybody." if made.secret_key else ".")
            )
        if made.secret_key:
            self.stdout.write("The secret key is in it.")
        else:
            self.stdout.write(
                "The secret key is not in it, it comes from SECRET_KEY: keep it too."
            )


def _is_due() -> bool:
    """Another machine's server may have made it a moment ago."""
    newest = newest_backup_at()
    return newest is None or timezone.now() - newest >= EVERY - timedelta(minutes=1)
