from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from hub.paging import Cursor
from hub.wire import ByShape, UnitShape, UserShape
from teams.access import Standing, standing
from teams.models import (
    Campaign,
    HeldName,
    Membership,
    MembershipState,
    Photo,
    Unit,
    User,
    chain_ids,
)
from teams.roles import POWERS, Power, Role

# Arabic first names that are two words: the first alone is nobody's name.
_COMPOUND = ("عبد", "أبو", "ابو", "أم", "ام")

DEMO_ACCOUNTS_AT = "@demo.example"


def user_shape(user: User) -> UserShape:
    return {"id": str(user.pk), "name": user.name, "locale": user.locale}


def photo_of(user: User) -> str | None:
    """What `v` is at `people/{id}/photo`; lists select `user__photo` beforehand."""
    photo: Photo | None = getattr(user, "photo", None)
    return photo.name if photo else None


def by_shape(user: User, unit: Unit | None = None) -> ByShape:
    """Who did it, as everyone may see it; with `unit`, in which role there."""
    shape: ByShape = {"id": str(user.pk), "name": user.name}
    role = standing(user).role_for(unit) if unit else None
    if role:
        shape["role"] = role
    if user.is_bot:
        shape["bot"] = True
    return shape


def unit_shape(unit: Unit) -> UnitShape:
    return {"id": str(unit.pk), "name": unit.name, "kind": unit.kind}


def chain(unit: Unit) -> list[Unit]:
    """The unit and those above it, from itself up to the campaign."""
    return chain_of(unit.path)


def chain_of(path: str) -> list[Unit]:
    """The units of a path that was written down at some time, from the lowest up."""
    ids = chain_ids(path)
    return sorted(Unit.objects.filter(pk__in=ids), key=lambda u: -ids.index(u.pk))


def campaign() -> Campaign | None:
    """The installation's campaign; None before the first run."""
    return Campaign.objects.select_related("unit").first()


def campaign_time(at: datetime) -> str:
    """A moment as people of the campaign say it: the hour, or the day with it."""
    found = campaign()
    zone = ZoneInfo(found.timezone if found else "UTC")
    local, today = timezone.localtime(at, zone), timezone.localdate(None, zone)
    same_day = local.date() == today
    return date_format(local, "TIME_FORMAT" if same_day else "SHORT_DATETIME_FORMAT")


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
    return from_position(members(unit), position)


def from_position(
    found: QuerySet[Membership], position: Cursor | None
) -> QuerySet[Membership]:
    return found.filter(later("user__name", *position)) if position else found


def later(field: str, value: str | int, pk: str | int) -> Q:
    """What comes behind in an order by this field and then by id."""
    return Q(**{f"{field}__gt": value}) | Q(**{field: value, "pk__gt": pk})


def own_memberships(user: User) -> QuerySet[Membership]:
    return (
        user.memberships.filter(state=MembershipState.ACTIVE, unit__archived_at=None)
        .select_related("unit")
        .order_by("unit__path")
    )


def members_of(user: User) -> list[Membership]:
    """Somebody's places, whoever asks."""
    return list(own_memberships(user))


def deciders_of_names(
    held: Iterable[HeldName],
) -> list[tuple[HeldName, list[User]]]:
    """Who is told of names that wait: the nearest who lead there, not themself.

    One query for any number of names.
    """
    names = list(held)
    roles = [role for role in Role if Power.CONTACT_NEWCOMERS in POWERS[role]]
    above = {unit_id for one in names for unit_id in one.unit.chain_ids}
    leading: dict[int, list[User]] = {}
    for member in (
        Membership.objects.filter(unit__in=above, role__in=roles)
        .filter(state=MembershipState.ACTIVE, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    ):
        leading.setdefault(member.unit_id, []).append(member.user)
    return [(one, _nearest(one, leading)) for one in names]


def _nearest(held: HeldName, leading: Mapping[int, list[User]]) -> list[User]:
    for unit_id in reversed(held.unit.chain_ids):
        near = [one for one in leading.get(unit_id, ()) if one.pk != held.user_id]
        if near:
            return near
    return []


def held_name_of(user: User) -> str | None:
    """The name that somebody waits for."""
    waiting = HeldName.objects.filter(user=user, allowed_at=None)
    return waiting.values_list("name", flat=True).first()


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
