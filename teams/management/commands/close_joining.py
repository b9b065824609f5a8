from typing import Any

from django.core.management.base import BaseCommand

from teams.actions import close_joining


class Command(BaseCommand):
    help = "Ends every invitation at once: nobody joins until leaders make new ones."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"{close_joining()} invitations ended. Who is in stays in; leaders let "
            "others in again with a new invitation."
        )
