from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.errors import HubError
from teams.actions import reinstate_person, suspend_person
from teams.models import User


class Command(BaseCommand):
    help = "Shuts a person out at once, everywhere; --reinstate lets them in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reinstate", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        if options["reinstate"]:
            reinstate_person(user=user)
            self.stdout.write(f"{user.name} may come in again.")
            return
        try:
            suspend_person(user=user)
        except HubError as error:
            raise CommandError(str(error.message)) from None
        self.stdout.write(f"{user.name} is out.")
