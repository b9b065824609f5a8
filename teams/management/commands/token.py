from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from teams.actions import issue_token, revoke_tokens
from teams.models import User


class Command(BaseCommand):
    help = "Prints a new bearer token of a person, or ends all that the person has."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="made by hand")
        parser.add_argument("--days", type=int, default=365)
        parser.add_argument("--revoke", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        if options["revoke"]:
            self.stdout.write(f"{revoke_tokens(user=user)} tokens revoked.")
            return
        if not 1 <= options["days"] <= 3650:
            raise CommandError("A token lasts between 1 and 3650 days.")
        lasts = timedelta(days=options["days"])
        self.stdout.write(issue_token(user=user, name=options["name"], lasts=lasts))
