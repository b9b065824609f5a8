from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from keeping.errors import KeepingError
from keeping.restore import Restored, restore


class Command(BaseCommand):
    help = "Puts a backup back; the server must be stopped."
    # What is there now may be damaged, or nothing at all.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity",
            type=Path,
            metavar="KEYFILE",
            help="the file of the secret key, for a backup that is encrypted",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["file"].expanduser().absolute(), options["identity"])
        except KeepingError as error:
            raise CommandError(str(error)) from None
        self._tell(done)

    def _tell(self, done: Restored) -> None:
        made = done.manifest
        self.stdout.write(f"The backup of {made.made_at} is in place.")
        if not made.secret_key:
            self.stdout.write(
                "The secret key was not in it: set SECRET_KEY to the one of its time, "
                "or everybody has to sign in again."
            )
        if done.aside:
            self.stdout.write(
                f"What was there before is in {done.aside}; remove it when all is well."
            )
        self.stdout.write(
            "Start the server: every client loads anew and sends again what it wrote "
            "in the last 24 hours."
        )
