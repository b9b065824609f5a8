from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from teams.actions import close_out, write_export
from teams.queries import campaign

MEANING = """\
This destroys all personal data of the campaign: people, messages, reports, \
questions, sessions, the log of what was done. Only places and totals stay.
There is no way back."""


class Command(BaseCommand):
    help = "Ends a campaign: exports everything, then destroys all personal data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--export", help="write everything into this ZIP first")
        parser.add_argument("--confirm", help="the campaign's name; asked for without")

    def handle(self, *args: Any, **options: Any) -> None:
        found = campaign()
        if found is None:
            raise CommandError("There is no campaign here.")
        self.stdout.write(MEANING)
        typed = options["confirm"] or input("Type the campaign's name: ")
        if typed != found.unit.name:
            raise CommandError("This is not its name. Nothing was destroyed.")
        if options["export"]:
            self._export(Path(options["export"]))
        not_reached = close_out(campaign=found)
        self.stdout.write("Destroyed. This could not be reached:")
        for one in not_reached:
            self.stdout.write(f"- {one}")

    def _export(self, path: Path) -> None:
        try:
            with path.open("xb") as file:
                write_export(file)
        except OSError as error:
            raise CommandError(f"{error}. Nothing was destroyed.") from None
        self.stdout.write(f"Everything is in {path}.")
