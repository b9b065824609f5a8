"""Where a question goes: the desk of the asker's office, or up to the centre."""

from django.utils.translation import gettext_lazy as _

from desk import attendance
from hub.errors import Invalid
from teams.models import Unit, UnitKind


def desk_for(unit: Unit, *, at_the_door: bool) -> Unit:
    """The office's desk if somebody is on it and nobody waits at a door."""
    desks = _by_kind(unit)
    office = desks.get(UnitKind.OFFICE)
    centre = desks.get(UnitKind.CENTRE)
    if office and not at_the_door and attendance.people_at(office.pk):
        return office
    desk = centre or office
    if desk is None:
        raise Invalid(_("Nobody answers questions there yet."), field="unit")
    return desk


def centre_above(desk: Unit) -> Unit | None:
    """Where a question goes when this desk does not take it."""
    centre = _by_kind(desk).get(UnitKind.CENTRE)
    return centre if centre and centre.pk != desk.pk else None


def desks_above(unit: Unit) -> list[Unit]:
    """The desks that may get a question from this unit, the nearest first."""
    desks = Unit.objects.filter(
        pk__in=unit.chain_ids,
        kind__in=(UnitKind.OFFICE, UnitKind.CENTRE),
        archived_at=None,
    )
    return sorted(desks, key=lambda desk: -len(desk.path))


def _by_kind(unit: Unit) -> dict[str, Unit]:
    return {desk.kind: desk for desk in reversed(desks_above(unit))}
