"""Whether the process that works on an import has died."""

from datetime import timedelta

from django.db.models.functions import Now

from teams.models import Import, ImportState

SILENT_FOR = timedelta(seconds=30)


def is_stalled(imported: Import) -> bool:
    """By the database's clock: no sign of life for half a minute."""
    busy = (ImportState.CHECKING, ImportState.IMPORTING)
    if imported.state not in busy:
        return False
    silent = Import.objects.filter(pk=imported.pk, beat_at__lt=Now() - SILENT_FOR)
    return silent.exists()
