from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.planting import plant
from demo.scale import grow
from teams.models import CampaignKind, User
from teams.queries import campaign, demo_accounts


class Command(BaseCommand):
    help = "Fills an empty installation with a demo campaign; everybody is made up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--kind", choices=CampaignKind.values, default=CampaignKind.POLITICAL
        )
        parser.add_argument(
            "--scale", action="store_true", help="with 10,000 places, 200,000 people"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = campaign()
        if found and found.is_demo:
            self.stdout.write(
                f"The demo campaign {found} is here already; nothing was changed. "
                "For another one give an empty data folder (DATA_DIR)."
            )
            return
        if found or User.objects.exists():
            raise CommandError(
                "This installation is in real use: the demo needs an empty one. "
                "Give another data folder (DATA_DIR) or another DATABASE_URL."
            )
        ground = plant(options["kind"], timezone.now())
        if options["scale"]:
            grow(ground)
        self.stdout.write(f"The demo campaign {ground.campaign} is ready. Accounts:")
        for account in demo_accounts():
            self.stdout.write(
                f"  {account['email']}: {account['name']}, "
                f"{account['role']}, {account['unit']}"
            )
