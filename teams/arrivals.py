"""Who has just come, who waits to be let in, and who cares for them."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from teams.access import Standing
from teams.models import (
    CodeMisses,
    Invitation,
    InvitationKind,
    Membership,
    MembershipState,
    Unit,
    UnitKind,
    User,
)
from teams.roles import POWERS, Power, Role

ORDINARY = (Role.VOLUNTEER, Role.COORDINATOR)
# Somebody of the campaign speaks with every newcomer within three days.
CONTACT_WITHIN = timedelta(hours=72)
# When a clock that nobody answers shows on whose list; who is nearest above stands in
# for a role that nobody has there.
PASSES_AFTER = {
    Role.LEADER: timedelta(0),
    Role.ORGANIZER: timedelta(hours=48),
    Role.DIRECTOR: CONTACT_WITHIN,
    Role.OWNER: CONTACT_WITHIN,
}
NEWCOMER_FOR = timedelta(days=14)
WELCOME_FOR = timedelta(days=7)
MISSES_AN_HOUR = 100
_CARING = (Role.LEADER, Role.ORGANIZER, Role.DIRECTOR, Role.OWNER)
CARETAKERS_AT_MOST = 20


def caretakers(unit: Unit) -> list[User]:
    """Who leads the unit; without such a one, those who lead nearest above it."""
    leading = (
        Membership.objects.filter(unit__in=unit.chain_ids, role__in=_CARING)
        .filter(state=MembershipState.ACTIVE, user__is_active=True)
        .select_related("user", "unit")
        .order_by("since", "pk")
    )
    found = list(leading)
    depth = max((len(one.unit.chain_ids) for one in found), default=0)
    near = [one.user for one in found if len(one.unit.chain_ids) == depth]
    return near[:CARETAKERS_AT_MOST]


def heads_of_campaign() -> list[User]:
    """Owners and directors."""
    leading = Membership.objects.filter(
        role__in=(Role.OWNER, Role.DIRECTOR), state=MembershipState.ACTIVE
    )
    heads = User.objects.filter(pk__in=leading.values("user"), is_active=True)
    return list(heads.order_by("pk")[:CARETAKERS_AT_MOST])


def newcomers(standing: Standing, unit: Unit | None = None) -> QuerySet[Membership]:
    """Whom nobody has contacted, who waits longest first.

    With `unit` all in it and below; else those whose clock has come up to this person:
    at once to the team's leader, then upward; where a role is missing, the nearest one
    above sees at its time whom it would see.
    """
    now = timezone.now()
    waiting = uncontacted(now).select_related("user", "unit").order_by("since", "pk")
    if unit is not None:
        return waiting.filter(unit__path__startswith=unit.path)
    mine = Q(pk__in=[])
    for seat in standing.seats:
        if Power.CONTACT_NEWCOMERS in POWERS[seat.role]:
            mine |= _come_up_to(Role(seat.role), seat.path, now)
    return waiting.filter(mine)


def newcomers_below(standing: Standing) -> QuerySet[Membership]:
    """All whom this person may care for, also while somebody nearer still has time."""
    mine = Q(pk__in=[])
    for seat in standing.seats:
        if Power.CONTACT_NEWCOMERS in POWERS[seat.role]:
            mine |= Q(unit__path__startswith=seat.path)
    waiting = uncontacted(timezone.now()).select_related("user", "unit")
    return waiting.filter(mine).order_by("since", "pk")


def uncontacted(now: datetime) -> QuerySet[Membership]:
    """Everybody who is new to a team and with whom nobody has spoken yet."""
    return Membership.objects.filter(
        state=MembershipState.ACTIVE,
        contacted_at=None,
        since__gt=now - NEWCOMER_FOR,
        role__in=ORDINARY,
        unit__kind=UnitKind.TEAM,
        unit__archived_at=None,
        user__is_active=True,
    )


def _come_up_to(role: Role, path: str, now: datetime) -> Q:
    return Q(unit__path__startswith=path) & _passed_to(role, now)


def _passed_to(role: Role, now: datetime) -> Q:
    """Its own time is over, or it stands in for the role below, whose time is."""
    if not PASSES_AFTER[role]:
        return Q()
    nearer = _CARING[_CARING.index(role) - 1]
    nobody_nearer = ~Exists(_HOLDERS.filter(role=nearer))
    passed = Q(since__lte=now - PASSES_AFTER[role])
    return passed | nobody_nearer & _passed_to(nearer, now)


# The newcomer's team and all above it, up to the campaign.
_CHAIN = ["unit" + "__parent" * above for above in range(5)]
_HOLDERS = Membership.objects.filter(
    reduce(or_, (Q(unit=OuterRef(place)) for place in _CHAIN)),
    state=MembershipState.ACTIVE,
    user__is_active=True,
)


def requests_to_decide(
    standing: Standing, unit: Unit | None = None
) -> QuerySet[Membership]:
    """Who waits to be let in where this person may, who waits longest first."""
    units = Unit.objects.filter(
        standing.units_with(Power.INVITE) if unit is None else Q(pk=unit.pk)
    )
    return (
        Membership.objects.filter(
            unit__in=units, state=MembershipState.PENDING, unit__archived_at=None
        )
        .filter(user__is_active=True)
        .select_related("user", "unit")
        .order_by("since", "pk")
    )


def later(rows: QuerySet[Membership], after: int | None) -> QuerySet[Membership]:
    """The rows behind the membership that a page ended with."""
    last = Membership.objects.filter(pk=after).first() if after else None
    if last is None:
        return rows
    return rows.filter(Q(since__gt=last.since) | Q(since=last.since, pk__gt=last.pk))


def own_requests(user: User) -> QuerySet[Membership]:
    """Where this person waits to be let in."""
    return user.memberships.filter(
        state=MembershipState.PENDING, unit__archived_at=None
    ).select_related("unit")


def own_declined(user: User) -> QuerySet[Membership]:
    """Where this person asked to be let in and was declined, the latest first.

    Who was in the place has an end there; a request that came later has none.
    """
    asked_last = Q(ended_at=None) | Q(since__gt=F("ended_at"))
    return (
        user.memberships.filter(
            asked_last, state=MembershipState.LEFT, unit__archived_at=None
        )
        .select_related("unit")
        .order_by("-since", "-pk")
    )


def own_welcomes(user: User) -> QuerySet[Membership]:
    """Where this person is new and has not put the welcome card away."""
    return user.memberships.filter(
        state=MembershipState.ACTIVE,
        since__gt=timezone.now() - WELCOME_FOR,
        welcomed_at=None,
        role__in=ORDINARY,
        unit__kind=UnitKind.TEAM,
        unit__archived_at=None,
    ).select_related("unit")


def living(now: datetime | None = None) -> Q:
    """Invitations that still open a door."""
    never = Q(expires_at=None)
    return Q(revoked_at=None, uses__lt=F("max_uses")) & (
        never | Q(expires_at__gt=now or timezone.now())
    )


def living_invitations(unit: Unit) -> QuerySet[Invitation]:
    """Of one unit, the newest first."""
    return (
        unit.invitations.filter(living(), created_by__is_active=True)
        .select_related("created_by", "unit")
        .order_by("-pk")
    )


def spoken_codes_alive() -> int:
    return Invitation.objects.filter(living(), kind=InvitationKind.SPOKEN).count()


def codes_missed() -> int:
    """Wrong spoken codes of the last hour, in the whole campaign."""
    since = timezone.now() - timedelta(hours=1)
    misses = CodeMisses.objects.filter(minute__gt=since)
    return misses.aggregate(total=Sum("count"))["total"] or 0


def codes_guarded() -> bool:
    """Somebody guesses: who joins by a spoken code waits to be let in."""
    return codes_missed() >= MISSES_AN_HOUR
