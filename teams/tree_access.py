"""The only way from an outside id to a place that is to be arranged."""

from django.db.models import QuerySet

from hub.errors import Refused
from teams.access import key, standing, unit_with
from teams.models import KINDS_BELOW, Unit, User
from teams.roles import Power


def unit_to_arrange(user: User, unit_id: str) -> Unit:
    """A place that this person may change, move and archive, and open others below."""
    return unit_with(user, unit_id, Power.ARRANGE_UNITS)


def units_to_move_under(user: User, unit: Unit) -> QuerySet[Unit]:
    """Other places that this person arranges, and where one of its kind may stand.

    Not the one that it is under now, and none below itself.
    """
    reached = standing(user).units_with(Power.ARRANGE_UNITS)
    kinds = [kind for kind, below in KINDS_BELOW.items() if unit.kind in below]
    return (
        Unit.objects.filter(reached, archived_at=None, kind__in=kinds)
        .exclude(pk=unit.parent_id or 0)
        .exclude(path__startswith=unit.path)
        .select_related("parent")
    )


def may_bring_back(user: User, unit: Unit) -> bool:
    """Whether they could, were it archived: a seat in it or below it ends with it."""
    parent = unit.parent
    return parent is not None and standing(user).may(Power.ARRANGE_UNITS, parent)


def archived_units(user: User) -> QuerySet[Unit]:
    """The archived places that this person may bring back, top down."""
    reached = standing(user).units_with(Power.ARRANGE_UNITS)
    archived = Unit.objects.filter(reached, archived_at__isnull=False)
    return archived.select_related("parent").order_by("path")


def archived_unit(user: User, unit_id: str) -> Unit:
    unit = archived_units(user).filter(pk=key(unit_id)).first()
    if unit is None:
        raise Refused
    return unit
