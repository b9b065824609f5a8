"""What the log forgets: older positions get `reset` and take a page instead."""

from datetime import timedelta

from django.utils import timezone

from hub.actions import transaction
from hub.models import Event, Receipt, Stream

EVENTS_KEPT_FOR = timedelta(days=7)
EVENTS_KEPT_AT_LEAST = 10_000
RECEIPTS_KEPT_FOR = timedelta(days=30)
STREAMS_AT_ONCE = 500


def forget_old() -> None:
    """Deletes events past 7 days and 10,000 per stream, and receipts past 30 days."""
    now = timezone.now()
    long_streams = Stream.objects.filter(head__gt=EVENTS_KEPT_AT_LEAST)
    for name, head in long_streams.values_list("name", "head")[:STREAMS_AT_ONCE]:
        with transaction():
            Event.objects.filter(
                stream=name,
                seq__lte=head - EVENTS_KEPT_AT_LEAST,
                at__lt=now - EVENTS_KEPT_FOR,
            ).delete()
    with transaction():
        Receipt.objects.filter(at__lt=now - RECEIPTS_KEPT_FOR).delete()
