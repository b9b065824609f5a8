"""Feeds are called like their units."""

from hub.actions import renamed
from teams.models import Unit


def rename_feed(unit: Unit) -> None:
    renamed(unit.feed, unit.name)
