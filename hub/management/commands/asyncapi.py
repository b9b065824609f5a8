import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hub.contract.asyncapi import document
from hub.contract.typescript import typescript
from hub.routing import routing


class Command(BaseCommand):
    help = "Prints the wire contract as an AsyncAPI document, or as TypeScript."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--typescript", action="store_true", help="for frontend/core/wire.ts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        contract = document(routing())
        if options["typescript"]:
            self.stdout.write(typescript(contract))
        else:
            self.stdout.write(json.dumps(contract, indent=2))
