"""Showing somebody's e-mail and phone to who leads them: it is written down."""

from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import transaction
from hub.errors import RateLimited
from teams.actions.audit import record
from teams.models import Act, AuditEntry, Membership, User

REVEALS_A_DAY = 30


class Reason(models.TextChoices):
    """Chosen, not typed: what somebody wrote would stay in the log for ever."""

    WELCOME = "welcome", _("to welcome a newcomer")
    SHIFT = "shift", _("about a shift or a task")
    SAFETY = "safety", _("for somebody's safety")
    ACCOUNT = "account", _("to help with their account")


class Contacts(NamedTuple):
    email: str
    phone: str


def reveal_contacts(*, member: Membership, by: User, reason: Reason) -> Contacts:
    """E-mail and phone of a person; they see who looked. At most 30 people's a day."""
    person = member.user
    with transaction():
        # One at a time for each viewer: many requests at once must not slip through.
        User.objects.select_for_update().get(pk=by.pk)
        today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        done = AuditEntry.objects.filter(
            act=Act.CONTACTS_REVEALED, actor_id=by.pk, at__gte=today
        ).count()
        if done >= REVEALS_A_DAY:
            raise RateLimited(
                _("You have looked at many contact details today. Try again tomorrow.")
            )
        record(
            Act.CONTACTS_REVEALED,
            by=by,
            unit=member.unit,
            subject=person,
            detail={"reason": reason.value},
        )
    return Contacts(person.email, person.phone)
