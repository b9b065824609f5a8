"""Sessions that are over."""

from django.contrib.sessions.models import Session
from django.utils import timezone


def forget_sessions() -> None:
    """Deletes expired sessions; their sockets were closed at the minute's check."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
