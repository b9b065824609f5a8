"""What is done for newcomers: spoken with, welcomed, let back in."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import transaction
from hub.errors import Conflict
from teams import events
from teams.access import is_ordinary
from teams.actions.audit import record
from teams.documents import VERSIONS
from teams.models import (
    Act,
    Consent,
    Membership,
    MembershipState,
    Reentry,
    Unit,
    User,
)
from teams.roles import Role
from teams.secret import digest, new_secret

REENTRY_LASTS = timedelta(minutes=10)
UNDO_FOR = timedelta(minutes=1)


def mark_contacted(
    *, membership: Membership, by: User, at: datetime | None = None
) -> Membership:
    """Stops the newcomer's clock, once: who was first stays the one who did it.

    `at` is for what happened earlier (the demo).
    """
    with transaction():
        locked = _locked(membership)
        if locked.contacted_at is None:
            locked.contacted_at, locked.contacted_by = at or timezone.now(), by
            locked.save(update_fields=["contacted_at", "contacted_by"])
            events.tell_caretakers("newcomer.contacted", locked, but=by)
        return locked


def unmark_contacted(*, membership: Membership, by: User) -> Membership:
    """Takes a slip back, soon and by who made it."""
    with transaction():
        locked = _locked(membership)
        if locked.contacted_at is None:
            return locked
        if (
            locked.contacted_by_id != by.pk
            or timezone.now() - locked.contacted_at > UNDO_FOR
        ):
            raise Conflict(_("This can't be taken back any more."))
        locked.contacted_at = locked.contacted_by = None
        locked.save(update_fields=["contacted_at", "contacted_by"])
        events.tell_caretakers("newcomer.joined", locked, but=by)
        return locked


def put_welcome_away(*, membership: Membership) -> None:
    membership.welcomed_at = timezone.now()
    membership.save(update_fields=["welcomed_at"])


def accept_documents(*, user: User, versions: Mapping[str, str] = VERSIONS) -> None:
    """Notes which version of each document was accepted; again changes nothing."""
    rows = [Consent(user=user, document=d, version=v) for d, v in versions.items()]
    Consent.objects.bulk_create(rows, ignore_conflicts=True)


def show_reentry(*, membership: Membership, by: User) -> tuple[Reentry, str]:
    """A way back in, and its secret, which is shown this once; earlier ones end."""
    secret = new_secret()
    now = timezone.now()
    with transaction():
        member = membership.user
        Reentry.objects.filter(user=member, used_at=None).update(used_at=now)
        reentry = Reentry.objects.create(
            user=member,
            shown_by=by,
            digest=digest(secret),
            expires_at=now + REENTRY_LASTS,
        )
        record(Act.REENTRY_SHOWN, by=by, unit=membership.unit, subject=member)
        return reentry, secret


def use_reentry(*, secret: str) -> Reentry | None:
    """The way in, used up: `user` signs in by it. None for all that do not work."""
    with transaction():
        rows = Reentry.objects.select_for_update(of=("self",))
        found = rows.select_related("user", "shown_by").filter(digest=digest(secret))
        reentry = found.first()
        now = timezone.now()
        if reentry is None or reentry.used_at or reentry.expires_at <= now:
            return None
        # Whoever was promoted or suspended meanwhile signs in as others do.
        if not reentry.user.is_active or not is_ordinary(reentry.user):
            return None
        reentry.used_at = now
        reentry.save(update_fields=["used_at"])
        user, place = reentry.user, _shared_place(reentry)
        record(Act.REENTRY_USED, by=user, unit=place, subject=user)
        return reentry


def _shared_place(reentry: Reentry) -> Unit | None:
    """Where the leader's code was shown, for those who read the log of that place."""
    led = reentry.shown_by.memberships.filter(role=Role.LEADER).values("unit")
    seats = reentry.user.memberships.filter(unit__in=led, state=MembershipState.ACTIVE)
    seat = seats.select_related("unit").order_by("pk").first()
    return seat.unit if seat else None


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",))
    return rows.select_related("user", "unit").get(pk=membership.pk)
