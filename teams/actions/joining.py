"""Letting people in: by an invitation or an open door, at once or after approval."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import transaction
from hub.errors import Conflict
from teams import events
from teams.access import standing, still_works
from teams.actions.audit import record
from teams.actions.people import add_member
from teams.arrivals import ORDINARY, codes_guarded
from teams.models import (
    Act,
    Invitation,
    InvitationKind,
    JoinMode,
    Membership,
    MembershipState,
    Unit,
    User,
)
from teams.placement import is_full
from teams.roles import Role


class Door(StrEnum):
    """What somebody finds who wants to come into a unit."""

    OPEN = "open"
    APPROVAL = "approval"
    FULL = "full"
    ARCHIVED = "archived"
    CLOSED = "closed"


class Outcome(StrEnum):
    JOINED = "joined"
    WAITING = "waiting"
    FULL = "full"
    ARCHIVED = "archived"
    CLOSED = "closed"
    # They were suspended there.
    SUSPENDED = "suspended"
    # The invitation stopped working meanwhile.
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Admission:
    outcome: Outcome
    membership: Membership | None = None


def door_of(unit: Unit, invitation: Invitation | None) -> Door:
    """How the unit stands to who holds this invitation, or none."""
    if unit.archived_at is not None:
        return Door.ARCHIVED
    if unit.join_mode == JoinMode.CLOSED:
        return Door.CLOSED
    if unit.join_mode == JoinMode.CODE and invitation is None:
        return Door.CLOSED
    if is_full(unit):
        return Door.FULL
    is_spoken = invitation is not None and invitation.kind == InvitationKind.SPOKEN
    if unit.join_mode == JoinMode.APPROVAL or (is_spoken and codes_guarded()):
        return Door.APPROVAL
    return Door.OPEN


def admit(
    *, user: User, unit: Unit, role: Role, invitation: Invitation | None = None
) -> Admission:
    """Makes the membership, or the request for one, and counts one use.

    Who belongs already keeps their role and uses nothing up; who was suspended from
    the unit stays out.
    """
    with transaction():
        # Locked for its capacity: of two at once only one gets the last place.
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        known = Membership.objects.filter(user=user, unit=unit).first()
        if known and known.state == MembershipState.ACTIVE:
            return Admission(Outcome.JOINED, known)
        if known and known.state == MembershipState.SUSPENDED:
            return Admission(Outcome.SUSPENDED)
        locked = _locked_invitation(invitation)
        if invitation and not locked:
            return Admission(Outcome.REFUSED)
        door = door_of(unit, locked)
        if door not in (Door.OPEN, Door.APPROVAL):
            return Admission(Outcome(door.value))
        waits = door == Door.APPROVAL
        if waits and known and known.state == MembershipState.PENDING:
            return Admission(Outcome.WAITING, known)
        if locked:
            locked.uses += 1
            locked.save(update_fields=["uses"])
        if not waits:
            return _let_in(user, unit, role, locked.created_by if locked else None)
        return _ask(user, unit, role, locked, is_first=known is None)


def approve(*, membership: Membership, by: User) -> Membership:
    """Lets in who asked. Done before by somebody else, it changes nothing."""
    with transaction():
        unit, locked = _to_decide(membership)
        if locked.state == MembershipState.ACTIVE:
            return locked
        if locked.state != MembershipState.PENDING:
            raise Conflict(_("Somebody else has decided this already."))
        if is_full(unit):
            raise Conflict(_("There is no room left. Make some, or send them on."))
        joined = add_member(user=locked.user, unit=unit, role=Role(locked.role))
        record(Act.MEMBER_APPROVED, by=by, unit=unit, subject=locked.user)
        events.member_decided("member.approved", joined, by)
        events.tell_caretakers("newcomer.joined", joined, but=by)
        return joined


def decline(*, membership: Membership, by: User) -> None:
    """They are told, and their invitation has its use back; a later request is new."""
    with transaction():
        unit, locked = _to_decide(membership)
        if locked.state == MembershipState.LEFT:
            return
        if locked.state != MembershipState.PENDING:
            raise Conflict(_("Somebody else has decided this already."))
        _give_use_back(locked)
        locked.state = MembershipState.LEFT
        locked.save(update_fields=["state", "asked_with"])
        record(Act.MEMBER_DECLINED, by=by, unit=unit, subject=locked.user)
        events.member_decided("member.declined", locked, by)
        events.tell_caretakers("request.ended", locked, but=by)


def withdraw(*, membership: Membership) -> None:
    """Their own request ends without a refusal; its invitation has its use back."""
    with transaction():
        _unit, locked = _held(membership)
        if locked.state != MembershipState.PENDING:
            raise Conflict(_("Somebody else has decided this already."))
        _give_use_back(locked)
        locked.state, locked.ended_at = MembershipState.LEFT, timezone.now()
        locked.save(update_fields=["state", "ended_at", "asked_with"])
        events.tell_caretakers("request.ended", locked)


def change_door(
    *, unit: Unit, join_mode: JoinMode, capacity: int | None, by: User
) -> Unit:
    """How people come in, and for how many there is room."""
    with transaction():
        locked = Unit.objects.select_for_update().get(pk=unit.pk)
        locked.join_mode, locked.capacity = join_mode, capacity
        locked.save(update_fields=["join_mode", "capacity"])
        detail = {"join_mode": str(join_mode), "capacity": capacity}
        record(Act.UNIT_CHANGED, by=by, unit=locked, detail=detail)
        return locked


def _locked_invitation(invitation: Invitation | None) -> Invitation | None:
    if invitation is None:
        return None
    rows = Invitation.objects.select_for_update(of=("self",))
    locked = rows.select_related("unit", "created_by").get(pk=invitation.pk)
    return locked if still_works(locked, standing(locked.created_by)) else None


def _let_in(user: User, unit: Unit, role: Role, inviter: User | None) -> Admission:
    membership = add_member(user=user, unit=unit, role=role)
    membership.invited_by = inviter
    membership.contacted_at = membership.contacted_by = membership.welcomed_at = None
    fields = ["invited_by", "contacted_at", "contacted_by", "welcomed_at"]
    membership.save(update_fields=fields)
    if role in ORDINARY:
        events.tell_caretakers("newcomer.joined", membership, but=user)
    return Admission(Outcome.JOINED, membership)


def _ask(
    user: User,
    unit: Unit,
    role: Role,
    invitation: Invitation | None,
    *,
    is_first: bool,
) -> Admission:
    fresh = {
        "role": role,
        "state": MembershipState.PENDING,
        "since": timezone.now(),
        "invited_by": invitation.created_by if invitation else None,
        # Who asks again pays for it: else one link would let them ask without end.
        "asked_with": invitation if is_first else None,
    }
    membership, _made = Membership.objects.update_or_create(
        user=user, unit=unit, defaults=fresh
    )
    events.tell_caretakers("member.asked", membership)
    return Admission(Outcome.WAITING, membership)


def _give_use_back(request: Membership) -> None:
    """Once, under the unit's lock, under which uses are counted, too."""
    if request.asked_with_id is not None:
        used = Invitation.objects.filter(pk=request.asked_with_id, uses__gt=0)
        used.update(uses=F("uses") - 1)
        request.asked_with = None


def _to_decide(membership: Membership) -> tuple[Unit, Membership]:
    unit, locked = _held(membership)
    if unit.archived_at is not None:
        raise Conflict(_("This team has ended."))
    return unit, locked


def _held(membership: Membership) -> tuple[Unit, Membership]:
    unit = Unit.objects.select_for_update().get(pk=membership.unit_id)
    rows = Membership.objects.select_for_update(of=("self",))
    return unit, rows.select_related("user", "unit").get(pk=membership.pk)
