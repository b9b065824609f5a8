from typing import Any

from django.core.management.base import BaseCommand, CommandError

from teams import first_run
from teams.queries import campaign


class Command(BaseCommand):
    help = "Prints the one-time code with which the first owner sets the campaign up."

    def handle(self, *args: Any, **options: Any) -> None:
        if campaign() is not None:
            raise CommandError("This installation has its campaign already.")
        self.stdout.write(first_run.code())
