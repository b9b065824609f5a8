from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.epoch import renew

MEANING = """\
A new epoch says: positions from before mean nothing any more. Every client loads its \
streams anew and sends again what it had acknowledged in the last 24 hours, which is \
done once. Renew it after the database was put back from a copy; the server notices \
most restores by itself, and a needless renewal loses nothing but a moment."""


class Command(BaseCommand):
    help = "Begins a new epoch, as after a restore: every client loads anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"]:
            self.stdout.write(MEANING)
            if input("Renew the epoch? [y/N] ").strip().lower() not in ("y", "yes"):
                raise CommandError("Nothing was changed.")
        self.stdout.write(f"The epoch is now {renew()}.")
