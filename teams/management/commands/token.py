from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.errors import HubError
from teams.actions import issue_token, mark_as_bot, revoke_tokens
from teams.models import TokenScope, User


class Command(BaseCommand):
    help = "Prints a new bearer token of a person, or ends all that the person has."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="made by hand")
        parser.add_argument("--days", type=int, default=365)
        parser.add_argument(
            "--scope", choices=TokenScope.values, default=TokenScope.WRITE
        )
        parser.add_argument("--revoke", action="store_true")
        parser.add_argument(
            "--bot", action="store_true", help="a program's: it wears a badge from now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        if options["revoke"]:
            self.stdout.write(f"{revoke_tokens(user=user)} tokens revoked.")
            return
        if not 1 <= options["days"] <= 3650:
            raise CommandError("A token lasts between 1 and 3650 days.")
        if options["bot"]:
            mark_as_bot(user=user)
        lasts = timedelta(days=options["days"])
        scope = TokenScope(options["scope"])
        try:
            issued = issue_token(
                user=user, name=options["name"], lasts=lasts, scope=scope
            )
        except HubError as error:
            raise CommandError(str(error.message)) from None
        self.stdout.write(issued.secret)
