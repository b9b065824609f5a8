from typing import Any

from django.core.management.base import BaseCommand, CommandError

from teams.actions import first_broken_entry
from teams.models import AuditEntry


class Command(BaseCommand):
    help = "Proves that no entry of the audit log was changed or taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = first_broken_entry()
        if broken is not None:
            raise CommandError(f"The audit log is broken at entry {broken}.")
        count = AuditEntry.objects.count()
        self.stdout.write(f"The audit log is whole. Entries: {count:,}.")
