"""The only way from an outside id to a unit, and to what hangs on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import remember
from hub.errors import Invalid, Refused
from teams.access.seats import Standing, reached_by, standing, standings_of
from teams.models import (
    Import,
    Invitation,
    JoinMode,
    Membership,
    MembershipState,
    Token,
    Unit,
    UnitKind,
    User,
)
from teams.roles import POWERS, ROLES_IN, Power, Role
from teams.secret import digest, spoken_code, spoken_digest


def key(text: str) -> int:
    """An id from outside as a number; what can't be one is `Refused` like any other."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    if str(number) != text:
        # '04' is no other name of 4: its stream would be another one.
        raise Refused
    return number


def unit_with(user: User, unit_id: str, power: Power) -> Unit:
    """The unit, if this person holds the power over it; else `Refused`."""
    unit = remember(("unit", unit_id), lambda: _unit(key(unit_id)))
    if not standing(user).may(power, unit):
        raise Refused
    return unit


def units_with(user: User, power: Power) -> Iterable[Unit]:
    """Every open unit over which this person holds the power, top down."""
    reached = standing(user).units_with(power)
    return Unit.objects.filter(reached, archived_at=None).order_by("path")


def units_with_of(
    standings: Collection[Standing], power: Power
) -> dict[int, list[Unit]]:
    """The same for many people, by user id: one query for all."""
    seats = {seat for standing in standings for seat in standing.seats}
    reached = Unit.objects.filter(reached_by(seats, power), archived_at=None)
    units = list(reached.order_by("path"))
    return {
        standing.user_id: [unit for unit in units if standing.may(power, unit)]
        for standing in standings
    }


def readable_units(standing: Standing) -> QuerySet[Unit]:
    """Every open unit whose room, feed or people they may see."""
    reached = Q(pk__in=[])
    for power in (Power.READ_ROOM, Power.READ_FEED, Power.SEE_MEMBERS):
        reached |= standing.units_with(power)
    return Unit.objects.filter(reached, archived_at=None)


def unit_to_look_at(user: User, unit_id: str) -> Unit:
    """A unit that `readable_units` holds; else `Refused`."""
    unit = readable_units(standing(user)).filter(pk=key(unit_id)).first()
    if unit is None:
        raise Refused
    return unit


def unit_to_invite_into(user: User, unit_id: str, role: str) -> Unit:
    """The unit, if they may let others in there, as what they are at the most."""
    unit = unit_with(user, unit_id, Power.INVITE)
    if role not in ROLES_IN[unit.kind]:
        raise Invalid(_("Nobody has this role in such a place."), field="role")
    if not standing(user).may_invite(role, unit):
        raise Refused(_("You can invite into your own role at the most."), field="role")
    return unit


def own_tokens(user: User) -> QuerySet[Token]:
    """Those that still open something, the newest first."""
    now = timezone.now()
    return user.tokens.filter(revoked_at=None, expires_at__gt=now).order_by("-pk")


def own_token(user: User, token_id: str) -> Token:
    """One of this person's own that still works; else `Refused`."""
    token = user.tokens.filter(pk=key(token_id), revoked_at=None).first()
    if token is None:
        raise Refused
    return token


def unit_to_administer(user: User) -> Unit:
    """The campaign's own, for its owners."""
    campaign = Unit.objects.filter(kind=UnitKind.CAMPAIGN).first()
    if campaign is None or not standing(user).may(Power.ADMINISTER, campaign):
        raise Refused
    return campaign


def may_import(user: User) -> bool:
    """Whether they manage people anywhere; each row says where."""
    seats = standing(user).seats
    return any(Power.MANAGE_PEOPLE in POWERS[seat.role] for seat in seats)


def own_import(user: User, import_id: str) -> Import:
    """A file that this person has sent, while they may import at all."""
    imported = Import.objects.filter(pk=key(import_id), by=user).first()
    if imported is None or not may_import(user):
        raise Refused
    return imported


def open_invitation(secret: str) -> Invitation:
    """What a link's secret or a spoken code opens.

    One answer, by the same queries, for what never was, has expired, is used up or was
    ended, and for what somebody made who may not invite there any more.
    """
    code = spoken_code(secret)
    invitations = Invitation.objects.select_related("unit", "created_by")
    invitation = invitations.filter(
        digest=digest(secret) if code is None else spoken_digest(code)
    ).first()
    inviter = invitation.created_by_id if invitation else 0
    seats = standings_of([inviter])[("standing", inviter)]
    if invitation is None or not still_works(invitation, seats):
        raise Refused(_("This invitation does not work any more. Ask for a new one."))
    return invitation


def still_works(invitation: Invitation, inviter: Standing) -> bool:
    """Whether it is alive and its maker may still invite there.

    In a place that was archived nobody may any more: who holds a link to it is told so,
    and where to go instead.
    """
    unit = invitation.unit
    may = unit.archived_at is not None or inviter.may_invite(invitation.role, unit)
    return may and invitation.works


def invitation_to_change(user: User, invitation_id: str) -> Invitation:
    """One's own or another's, into a place and a role that one may invite into."""
    invitation = (
        Invitation.objects.select_related("unit", "created_by")
        .filter(pk=key(invitation_id))
        .first()
    )
    if invitation is None or not standing(user).may_invite(
        invitation.role, invitation.unit
    ):
        raise Refused
    return invitation


def open_place(unit_id: str) -> Unit:
    """A team that anybody may ask to join, without an invitation."""
    unit = Unit.objects.filter(
        pk=key(unit_id),
        kind=UnitKind.TEAM,
        join_mode__in=(JoinMode.OPEN, JoinMode.APPROVAL),
    ).first()
    if unit is None:
        raise Refused
    return unit


def member_under(user: User, membership_id: str, power: Power) -> Membership:
    """A membership, in whatever state, where this person holds the power."""
    membership = (
        Membership.objects.select_related("user", "unit")
        .filter(pk=key(membership_id), unit__archived_at=None)
        .first()
    )
    if membership is None or not standing(user).may(power, membership.unit):
        raise Refused
    return membership


def request_to_decide(user: User, membership_id: str) -> Membership:
    """Somebody who asked to be let in where this person may let in, as that role."""
    membership = member_under(user, membership_id, Power.INVITE)
    if not standing(user).may_invite(membership.role, membership.unit):
        raise Refused
    return membership


def member_to_let_back(user: User, unit_id: str, user_id: str) -> Membership:
    """An ordinary member of the team that this person leads; nobody else."""
    unit = unit_with(user, unit_id, Power.SHOW_REENTRY)
    membership = (
        Membership.objects.select_related("user", "unit")
        .filter(unit=unit, user_id=key(user_id), state=MembershipState.ACTIVE)
        .first()
    )
    if membership is None or not is_ordinary(membership.user):
        raise Refused
    return membership


def is_ordinary(user: User) -> bool:
    """Volunteers and coordinators: who leads or attends anything signs in by proof."""
    roles = {seat.role for seat in standing(user).seats}
    ordinary = {Role.VOLUNTEER, Role.COORDINATOR}
    return bool(roles) and roles <= ordinary and not user.is_superuser


def _unit(unit_id: int) -> Unit:
    # Raises rather than giving None: what is absent must not be remembered as absent.
    unit = Unit.objects.filter(pk=unit_id, archived_at=None).first()
    if unit is None:
        raise Refused
    return unit
