from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from hub.paging import Cursor
from hub.wire import ByShape, UnitShape, UserShape
from teams.access import Standing, standing
from teams.models import Campaign, Membership, MembershipState, Unit, User
from teams.roles import Role

# Arabic first names that are two words: the first alone is nobody's name.
_COMPOUND = ("عبد", "أبو", "ابو", "أم", "ام")

DEMO_ACCOUNTS_AT = "@demo.example"


def user_shape(user: User) -> UserShape:
    return {"id": str(user.pk), "name": user.name, "locale": user.locale}


def by_shape(user: User, unit: Unit | None = None) -> ByShape:
    """Who did it, as everyone may see it; with `unit`, in which role there."""
    shape: ByShape = {"id": str(user.pk), "name": user.name}
    role = standing(user).role_for(unit) if unit else None
    if role:
        shape["role"] = role
    return shape


def unit_shape(unit: Unit) -> UnitShape:
    return {"id": str(unit.pk), "name": unit.name, "kind": unit.kind}


def chain(unit: Unit) -> list[Unit]:
    """The unit and those above it, from itself up to the campaign."""
    units = Unit.objects.filter(pk__in=unit.chain_ids)
    return sorted(units, key=lambda above: -len(above.path))


def campaign() -> Campaign | None:
    """The installation's campaign; None before the first run."""
    return Campaign.objects.select_related("unit").first()


def members(unit: Unit) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(unit=unit, state=MembershipState.ACTIVE)
        .filter(user__is_active=True)
        .select_related("user")
        .order_by("user__name", "pk")
    )


def names(user_ids: Sequence[int]) -> Mapping[int, str]:
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name"))


def members_after(unit: Unit, position: Cursor | None) -> QuerySet[Membership]:
    """By name; `position` is the name and the membership that were shown last."""
    found = members(unit)
    if position is None:
        return found
    name, pk = position
    return found.filter(Q(user__name__gt=name) | Q(user__name=name, pk__gt=pk))


def own_memberships(user: User) -> QuerySet[Membership]:
    return (
        user.memberships.filter(state=MembershipState.ACTIVE, unit__archived_at=None)
        .select_related("unit")
        .order_by("unit__path")
    )


def seen_unit_shape(unit: Unit, standing: Standing) -> dict[str, object]:
    """A unit as one person sees it: their own role there and what they may do."""
    seat = standing.seat_in(unit)
    return {
        **unit_shape(unit),
        "parent": str(unit.parent_id) if unit.parent_id else None,
        "role": seat.role if seat else None,
        "may": [power.value for power in standing.powers_over(unit)],
    }


def leader_of(unit: Unit) -> User | None:
    """Whose face an invitation shows: who has led the unit longest."""
    leading = members(unit).filter(
        role__in=[Role.LEADER, Role.ORGANIZER, Role.DIRECTOR]
    )
    first = leading.order_by("since", "pk").first()
    return first.user if first else None


def people_count() -> int:
    """Distinct persons with an active membership."""
    active = Membership.objects.filter(state=MembershipState.ACTIVE)
    return active.filter(user__is_active=True).values("user").distinct().count()


def demo_accounts() -> list[dict[str, str]]:
    """Who can be signed in with one click, and where they belong; the demo's order."""
    rows = (
        Membership.objects.filter(state=MembershipState.ACTIVE, user__is_active=True)
        .filter(user__email__endswith=DEMO_ACCOUNTS_AT)
        .select_related("user", "unit")
        .order_by("pk")
    )
    first: dict[int, Membership] = {}
    for row in rows:
        first.setdefault(row.user_id, row)
    return [
        {
            "email": row.user.email,
            "name": row.user.name,
            "role": row.role,
            "unit": row.unit.name,
        }
        for row in first.values()
    ]


def first_name(user: User) -> str:
    """What others than the members of one's teams get to see of a name."""
    words = user.name.split() or [user.name]
    length = 2 if words[0] in _COMPOUND else 1
    return " ".join(words[:length])
