"""Desks are called like their units."""

from desk.access import WITH_DESK
from hub.actions import renamed
from teams.models import Unit


def rename_desk(unit: Unit) -> None:
    if unit.kind in WITH_DESK:
        renamed(unit.desk, unit.name)
