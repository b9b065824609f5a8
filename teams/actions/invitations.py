"""Links and spoken codes into a unit: limited in time and uses; a digest is kept."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import transaction
from hub.errors import Conflict, Invalid
from teams import events
from teams.actions.audit import record
from teams.arrivals import MISSES_AN_HOUR, codes_missed, spoken_codes_alive
from teams.models import (
    Act,
    Campaign,
    CodeMisses,
    Invitation,
    InvitationKind,
    Reentry,
    Unit,
    User,
)
from teams.roles import Role
from teams.secret import digest, new_secret, new_spoken_code, spoken_digest

LASTS = timedelta(days=30)
LASTS_AT_MOST = timedelta(days=366)
USES = 50
USES_AT_MOST = 10_000
SPOKEN_LASTS_AT_MOST = timedelta(hours=4)
SPOKEN_USES_AT_MOST = 50
SPOKEN_ALIVE_AT_MOST = 200
MISSES_KEPT = timedelta(hours=2)
SPENT_KEPT = timedelta(days=30)


class Invited(NamedTuple):
    """`secret` is shown this once."""

    invitation: Invitation
    secret: str


def invite(
    *,
    unit: Unit,
    role: Role,
    by: User,
    lasts: timedelta | None = LASTS,
    max_uses: int = USES,
) -> Invited:
    """A link. `lasts` None: until it is used up or ended."""
    _check(lasts, LASTS_AT_MOST, max_uses, USES_AT_MOST)
    secret = new_secret()
    with transaction():
        return _made(unit, role, by, InvitationKind.LINK, secret, lasts, max_uses)


def speak_code(
    *,
    unit: Unit,
    role: Role,
    by: User,
    lasts: timedelta = SPOKEN_LASTS_AT_MOST,
    max_uses: int = SPOKEN_USES_AT_MOST,
) -> Invited:
    """A code to say aloud: few, short-lived and of little use, as it can be guessed."""
    _check(lasts, SPOKEN_LASTS_AT_MOST, max_uses, SPOKEN_USES_AT_MOST)
    with transaction():
        # Whoever makes one waits here, so that two at once can't pass the limit.
        list(Campaign.objects.select_for_update().values("pk"))
        if spoken_codes_alive() >= SPOKEN_ALIVE_AT_MOST:
            raise Conflict(_("So many spoken codes are in use. Make a link instead."))
        code = new_spoken_code()
        while Invitation.objects.filter(digest=spoken_digest(code)).exists():
            code = new_spoken_code()
        return _made(unit, role, by, InvitationKind.SPOKEN, code, lasts, max_uses)


def extend_invitation(
    *, invitation: Invitation, by: User, lasts: timedelta | None, max_uses: int
) -> Invitation:
    """A link works longer, counted from now, or for more people."""
    _check(lasts, LASTS_AT_MOST, max_uses, USES_AT_MOST)
    with transaction():
        locked = _locked(invitation)
        if locked.kind == InvitationKind.SPOKEN:
            raise Invalid(_("A spoken code can't be extended. Make a new one."))
        if locked.revoked_at is not None:
            raise Conflict(_("Somebody has ended this invitation."))
        if max_uses < locked.uses:
            raise Invalid(
                _("More people than that have used it already."), field="uses"
            )
        locked.expires_at = timezone.now() + lasts if lasts else None
        locked.max_uses = max_uses
        locked.save(update_fields=["expires_at", "max_uses"])
        _record(Act.INVITED, locked, by, extended=True)
        return locked


def revoke_invitation(*, invitation: Invitation, by: User | None = None) -> None:
    """Ends it for good; who came by it stays."""
    with transaction():
        locked = _locked(invitation)
        if locked.revoked_at is not None:
            return
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        _record(Act.INVITATION_REVOKED, locked, by, uses=locked.uses)


def count_missed_code() -> None:
    """One more wrong code; at the hundredth of an hour the campaign's heads hear."""
    minute = timezone.now().replace(second=0, microsecond=0)
    with transaction():
        CodeMisses.objects.bulk_create(
            [CodeMisses(minute=minute)], ignore_conflicts=True
        )
        CodeMisses.objects.filter(minute=minute).update(count=F("count") + 1)
        if codes_missed() == MISSES_AN_HOUR:
            events.codes_guarded(MISSES_AN_HOUR)


def forget_entries() -> None:
    """Deletes what opens no door any more: old misses, codes and ways back in."""
    now = timezone.now()
    with transaction():
        CodeMisses.objects.filter(minute__lt=now - MISSES_KEPT).delete()
        Invitation.objects.filter(
            kind=InvitationKind.SPOKEN, expires_at__lt=now - SPENT_KEPT
        ).delete()
        Reentry.objects.filter(expires_at__lt=now - SPENT_KEPT).delete()


def _made(
    unit: Unit,
    role: Role,
    by: User,
    kind: InvitationKind,
    secret: str,
    lasts: timedelta | None,
    max_uses: int,
) -> Invited:
    is_spoken = kind == InvitationKind.SPOKEN
    invitation = Invitation.objects.create(
        unit=unit,
        role=role,
        kind=kind,
        digest=spoken_digest(secret) if is_spoken else digest(secret),
        created_by=by,
        expires_at=timezone.now() + lasts if lasts else None,
        max_uses=max_uses,
    )
    _record(Act.INVITED, invitation, by, kind=str(kind))
    return Invited(invitation, secret)


def _record(
    act: Act, invitation: Invitation, by: User | None, **more: str | int
) -> None:
    about = {"invitation": invitation.pk, "role": str(invitation.role), **more}
    record(act, by=by, unit=invitation.unit, detail=about)


def _check(
    lasts: timedelta | None, lasts_at_most: timedelta, uses: int, uses_at_most: int
) -> None:
    if lasts is not None and not timedelta(0) < lasts <= lasts_at_most:
        raise Invalid(_("An invitation can't last so long."), field="hours")
    if not 1 <= uses <= uses_at_most:
        raise Invalid(_("An invitation can't be used so often."), field="uses")


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=invitation.pk)
