"""The words of presence, and a person as presence needs to know them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import msgspec


class State(StrEnum):
    AWAY = "away"
    ONLINE = "online"
    ON_SHIFT = "on_shift"
    ON_DESK = "on_desk"


# Of several devices the one with the highest rank speaks for the person.
RANK = {state: rank for rank, state in enumerate(State)}


class Place(msgspec.Struct, frozen=True, array_like=True):
    """One membership: the path of its unit, and whether it attends that unit's desk."""

    path: str
    attends: bool = False

    @property
    def unit_id(self) -> int:
        return int(self.path.strip("/").rpartition("/")[2])

    @property
    def chain_ids(self) -> list[int]:
        return [int(part) for part in self.path.strip("/").split("/")]


class Identity(msgspec.Struct, frozen=True, array_like=True):
    """A person as presence needs to know them."""

    id: int
    name: str
    places: tuple[Place, ...] = ()

    @property
    def unit_ids(self) -> set[int]:
        """The units in which this person counts: their own and all above."""
        return {unit_id for place in self.places for unit_id in place.chain_ids}

    @property
    def desk_ids(self) -> set[int]:
        return {place.unit_id for place in self.places if place.attends}


class Veil(NamedTuple):
    """Whether somebody hides; the highest `change` is the latest word about it."""

    change: int = 0
    hides: bool = False


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One person as one process knows them by its own devices.

    `leaving` says that all of those are gone, and that the grace is running.
    """

    who: Identity
    state: State
    leaving: bool = False
    veil: Veil = Veil()
