import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.errors import HubError
from teams.actions import importing as actions
from teams.importing import fates, job
from teams.importing.cells import REASONS
from teams.importing.ready import entries_of
from teams.models import Campaign, Import, ImportPart, ImportState

PIECE = 256 * 1024


class Command(BaseCommand):
    help = "Opens places and makes people members of them, from a CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, row by row"
        )
        parser.add_argument("--go-on", type=int, help="for the server: a job by number")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["go_on"] is not None:
            job.go_on(Import.objects.get(pk=options["go_on"]), lambda _imported: None)
            return
        if options["file"] is None:
            raise CommandError("Which file?")
        try:
            self._import(options["file"], dry_run=options["dry_run"])
        except HubError as error:
            raise CommandError(str(error.message)) from None

    def _import(self, path: Path, *, dry_run: bool) -> None:
        if not Campaign.objects.exists():
            raise CommandError("There is no campaign yet; see first_run_code.")
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        imported = actions.begin_import(by=None, file_name=path.name)
        actions.turn(imported, before=ImportState.SENDING, into=ImportState.CHECKING)
        job.check(imported, lambda: _pieces(path), self._progress)
        if imported.state == ImportState.FAILED:
            raise CommandError(str(REASONS[imported.reason]))
        self._say_refused(imported)
        self._say_counts("Checked", imported)
        is_useless = imported.counts.get(fates.REFUSED) == imported.rows
        if is_useless and not dry_run:
            imported.delete()
            raise CommandError("No row of this file can be used.")
        if dry_run:
            imported.delete()
            return
        actions.turn(imported, before=ImportState.CHECKED, into=ImportState.IMPORTING)
        job.run(imported, self._progress)
        self._say_counts("Imported", imported)

    def _progress(self, imported: Import) -> None:
        if sys.stderr.isatty():
            done = imported.done or imported.rows
            self.stderr.write(f"\r{done} rows", ending="")

    def _say_refused(self, imported: Import) -> None:
        parts = ImportPart.objects.filter(of=imported, refused__gt=0)
        for part in parts.order_by("number").iterator(chunk_size=10):
            for entry in entries_of(part):
                if entry.is_refused:
                    where = " > ".join(entry.place)
                    reason = REASONS[entry.reason]
                    self.stdout.write(f"line {entry.line}: {reason} {where}".rstrip())

    def _say_counts(self, what: str, imported: Import) -> None:
        counts = fates.by_fate(imported.counts)
        told = ", ".join(f"{counts[fate]} {fate}" for fate in sorted(counts))
        places = len(imported.places)
        self.stdout.write(f"{what} {imported.rows} rows: {told}; {places} new places.")


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
