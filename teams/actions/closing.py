"""Shutting the doors of the whole campaign, for when somebody floods in."""

from django.db.models import Q
from django.utils import timezone

from hub.actions import changed, transaction
from teams.actions.audit import record
from teams.models import Act, Invitation, JoinMode, Unit

NOBODY = 0


def close_joining() -> int:
    """Ends every invitation, and opens no place without one; how many were ended.

    Leaders may make new ones: what they need then, nobody who flooded in has.
    """
    with transaction():
        now = timezone.now()
        lasts = Q(expires_at=None) | Q(expires_at__gt=now)
        alive = Invitation.objects.filter(lasts, revoked_at=None)
        ended = alive.update(revoked_at=now)
        Unit.objects.filter(join_mode=JoinMode.OPEN).update(join_mode=JoinMode.CODE)
        # Places are remembered for as long as no right changes anywhere.
        changed(user=NOBODY, reason="joining closed")
        record(Act.INVITATION_REVOKED, by=None, detail={"count": ended})
    return ended
