"""What is known of the installation's backups."""

from datetime import datetime

from teams.models import Act, AuditEntry


def newest_backup_at() -> datetime | None:
    """When the last backup was made, by hand or by itself, on whichever machine."""
    made = AuditEntry.objects.filter(act=Act.BACKED_UP).order_by("-seq")
    return made.values_list("at", flat=True).first()
