"""Who may decide about whom: never about a superior, an equal here, or oneself."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hub.errors import Conflict, Invalid, Refused
from teams.access import Standing, key, standing
from teams.models import HeldName, Membership, MembershipState, Unit, User
from teams.queries import photo_of
from teams.roles import POWERS, ROLES_IN, Power, Reach, Role

ACTIVE, SUSPENDED = MembershipState.ACTIVE, MembershipState.SUSPENDED
# Who answers for the whole person, and not for their place in one team alone.
OVER_PEOPLE = frozenset({Role.DIRECTOR, Role.OWNER})
DECIDERS_AT_MOST = 100
_OVER_MEMBERS = (Power.MODERATE, Power.MANAGE_PEOPLE)
_DECIDING = [
    role for role, powers in POWERS.items() if powers.keys() & set(_OVER_MEMBERS)
]


class Decidable(NamedTuple):
    """What one person may do about one member."""

    change_role: bool
    mute: bool
    suspend: bool
    remove: bool
    suspend_person: bool
    remove_photo: bool

    @property
    def words(self) -> list[str]:
        return [name for name, may in self._asdict().items() if may]


def member_to_look_at(user: User, membership_id: str) -> Membership:
    """For who sees this member by name; else `Refused`. Those who left are gone."""
    member = _member(membership_id)
    if not standing(user).may(Power.SEE_MEMBERS, member.unit):
        raise Refused
    if member.state != ACTIVE and not _may(user, Power.MANAGE_PEOPLE, member):
        raise Refused
    return member


def member_to_mute(user: User, membership_id: str) -> Membership:
    return _decidable(user, membership_id, Power.MODERATE, ACTIVE)


def member_to_suspend(user: User, membership_id: str) -> Membership:
    """A leader has to ask their organizer: that is what handing a flag up does."""
    return _decidable(user, membership_id, Power.MANAGE_PEOPLE, ACTIVE)


def member_to_reinstate(user: User, membership_id: str) -> Membership:
    return _decidable(user, membership_id, Power.MANAGE_PEOPLE, SUSPENDED)


def member_to_remove(user: User, membership_id: str) -> Membership:
    return _decidable(user, membership_id, Power.MANAGE_PEOPLE, ACTIVE, SUSPENDED)


def member_to_make(user: User, membership_id: str, role: str) -> Membership:
    """The member, if they may become this: one's own role at the most."""
    member = _decidable(user, membership_id, Power.MANAGE_PEOPLE, ACTIVE)
    if role not in ROLES_IN[member.unit.kind]:
        raise Invalid(_("Nobody has this role in such a place."), field="role")
    if not standing(user).may_invite(role, member.unit):
        raise Refused(_("You can give your own role at the most."), field="role")
    return member


def membership_of(person: User, unit: Unit) -> Membership | None:
    """Where somebody is decided about who did something in this unit's room.

    Their own place there, or the nearest above or below through which they came in.
    """
    found = person.memberships.select_related("user", "unit").filter(state=ACTIVE)
    near = [
        member
        for member in found.order_by("pk")
        if unit.path.startswith(member.unit.path)
        or member.unit.path.startswith(unit.path)
    ]
    return max(near, key=lambda member: _nearness(member, unit), default=None)


def member_without_photo(user: User, person_id: str) -> Membership:
    """Where this person may mute the other one, and so take their photo away."""
    person = User.objects.filter(pk=key(person_id)).first()
    members = _members_of(person) if person else []
    for member in members:
        if _may_over(user, Power.MODERATE, member, members):
            return member
    raise Refused


def person_to_suspend(user: User, person_id: str) -> User:
    """For directors and owners, whose reach holds every place that the person has."""
    person = User.objects.filter(pk=key(person_id)).first()
    members = _members_of(person) if person else []
    if person is None or not _may_about_person(standing(user), user, members):
        raise Refused
    return person


def answers_for(now: Standing, unit: Unit) -> bool:
    """Whether they may shut people of this place out everywhere, and let them in."""
    return any(
        seat.role in OVER_PEOPLE and unit.path.startswith(seat.path)
        for seat in now.seats
    )


def deciders(unit: Unit) -> list[User]:
    """Who decides about people of this unit, who stands nearest first; one query."""
    seats = (
        Membership.objects.filter(unit__in=unit.chain_ids, role__in=_DECIDING)
        .filter(state=ACTIVE, user__is_active=True)
        .select_related("user", "unit")
        .order_by("-unit__path", "pk")
    )
    found = {
        seat.user_id: seat.user
        for seat in seats
        if _decides(Role(seat.role), seat, unit)
    }
    return list(found.values())[:DECIDERS_AT_MOST]


def names_to_decide(user: User) -> QuerySet[HeldName]:
    """Names that wait in the places that this person leads; never their own."""
    led = standing(user).units_with(Power.CONTACT_NEWCOMERS)
    return (
        HeldName.objects.filter(unit__in=Unit.objects.filter(led), allowed_at=None)
        .exclude(user=user)
        .select_related("user", "like", "unit")
        .order_by("pk")
    )


def deciders_of_name(held: HeldName) -> list[User]:
    """Whose list has this name: all who lead there or above it; one query."""
    leading = [role for role in Role if Power.CONTACT_NEWCOMERS in POWERS[role]]
    seats = (
        Membership.objects.filter(unit__in=held.unit.chain_ids, role__in=leading)
        .filter(state=ACTIVE, user__is_active=True)
        .exclude(user=held.user_id)
        .select_related("user")
        .order_by("-unit__path", "pk")
    )
    found = {seat.user_id: seat.user for seat in seats}
    return list(found.values())[:DECIDERS_AT_MOST]


def name_to_decide(user: User, held_id: str) -> HeldName:
    held = names_to_decide(user).filter(pk=key(held_id)).first()
    if held is None:
        raise Refused
    return held


def decidable(user: User, member: Membership) -> Decidable:
    """For the buttons of a member's card: two queries."""
    elsewhere = _members_of(member.user)
    is_active = member.state == ACTIVE
    manages = _may_over(user, Power.MANAGE_PEOPLE, member, elsewhere)
    moderates = _may_over(user, Power.MODERATE, member, elsewhere)
    about_person = _may_about_person(standing(user), user, elsewhere)
    return Decidable(
        change_role=manages and is_active,
        mute=moderates and is_active,
        suspend=manages,
        remove=manages,
        suspend_person=about_person,
        remove_photo=moderates and photo_of(member.user) is not None,
    )


def roles_to_give(user: User, unit: Unit) -> list[str]:
    """What somebody could become there by this person's word."""
    now = standing(user)
    return [
        role
        for role in Role.values
        if role in ROLES_IN[unit.kind] and now.may_invite(role, unit)
    ]


def _decidable(
    user: User, membership_id: str, power: Power, *states: MembershipState
) -> Membership:
    member = _member(membership_id)
    if not standing(user).may(power, member.unit):
        raise Refused
    if not _may(user, power, member):
        raise Refused(_("You can't decide this about this person."))
    if member.state not in states:
        raise Conflict
    return member


def _may(user: User, power: Power, member: Membership) -> bool:
    return _may_over(user, power, member, _members_of(member.user))


def _may_over(
    user: User, power: Power, member: Membership, all_of_them: Iterable[Membership]
) -> bool:
    """Whoever stands here or above in any of their places must be out-ranked there.

    So nobody shuts up their director, who is a volunteer in the team as well.
    """
    if member.user_id == user.pk:
        return False
    now = standing(user)
    above = [
        other
        for other in all_of_them
        if other.state == ACTIVE and member.unit.path.startswith(other.unit.path)
    ]
    return all(
        now.may_decide(power, other.unit, other.role) for other in [member, *above]
    )


def _may_about_person(now: Standing, user: User, members: list[Membership]) -> bool:
    over = Standing(
        now.user_id, tuple(seat for seat in now.seats if seat.role in OVER_PEOPLE)
    )
    return bool(members) and all(
        member.user_id != user.pk
        and over.may_decide(Power.MANAGE_PEOPLE, member.unit, member.role)
        for member in members
    )


def _decides(role: Role, seat: Membership, unit: Unit) -> bool:
    reaches = {POWERS[role].get(power) for power in _OVER_MEMBERS}
    return Reach.BELOW in reaches or (Reach.OWN in reaches and seat.unit_id == unit.pk)


def _members_of(person: User) -> list[Membership]:
    held = person.memberships.filter(state__in=(ACTIVE, SUSPENDED))
    return list(held.select_related("unit").order_by("pk"))


def _nearness(member: Membership, unit: Unit) -> tuple[bool, int]:
    return member.unit_id == unit.pk, len(member.unit.path)


def _member(membership_id: str) -> Membership:
    found = Membership.objects.select_related("user__photo", "unit").filter(
        pk=key(membership_id),
        state__in=(ACTIVE, SUSPENDED),
        unit__archived_at=None,
    )
    member = found.first()
    if member is None:
        raise Refused
    return member
