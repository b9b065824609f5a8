import json
from typing import Any

from django.core.management.base import BaseCommand

from hub.contract import document
from hub.routing import routing


class Command(BaseCommand):
    help = "Prints the wire contract as an AsyncAPI document, for docs/asyncapi.json."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(document(routing()), indent=2))
