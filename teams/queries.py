from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from teams.access import standing
from teams.models import Campaign, Membership, MembershipState, Unit, User


def user_shape(user: User) -> dict[str, object]:
    return {"id": str(user.pk), "name": user.name, "locale": user.locale}


def by_shape(user: User, unit: Unit | None = None) -> dict[str, object]:
    """Who did it, as everyone may see it; with `unit`, in which role there."""
    shape: dict[str, object] = {"id": str(user.pk), "name": user.name}
    role = standing(user).role_for(unit) if unit else None
    return shape | {"role": role} if role else shape


def unit_shape(unit: Unit) -> dict[str, str]:
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
