"""Links into a unit: limited in time and uses, and only a digest is kept."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from hub.actions import transaction
from teams.actions.people import add_member
from teams.models import Invitation, Membership, MembershipState, Unit, User
from teams.roles import Role
from teams.secret import digest, new_secret

LASTS = timedelta(days=30)
USES = 50


class Invited(NamedTuple):
    """`secret` is shown this once."""

    invitation: Invitation
    secret: str


def invite(
    *,
    unit: Unit,
    role: Role,
    by: User,
    lasts: timedelta = LASTS,
    max_uses: int = USES,
) -> Invited:
    secret = new_secret()
    invitation = Invitation.objects.create(
        unit=unit,
        role=role,
        digest=digest(secret),
        created_by=by,
        expires_at=timezone.now() + lasts,
        max_uses=max_uses,
    )
    return Invited(invitation, secret)


def revoke_invitation(*, invitation: Invitation) -> None:
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])


def accept(*, user: User, invitation: Invitation) -> Membership | None:
    """Makes the membership and counts one use; None if the link no longer works.

    Who belongs already keeps their role and uses nothing up; who was suspended from
    the unit stays out.
    """
    with transaction():
        known = Membership.objects.filter(user=user, unit=invitation.unit).first()
        if known and known.state == MembershipState.ACTIVE:
            return known
        if known and known.state == MembershipState.SUSPENDED:
            return None
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not locked.works:
            return None
        locked.uses += 1
        locked.save(update_fields=["uses"])
        return add_member(user=user, unit=invitation.unit, role=Role(locked.role))
