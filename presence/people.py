"""The words of presence, and a person as presence needs to know them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    AWAY = "away"
    ONLINE = "online"
    ON_SHIFT = "on_shift"
    ON_DESK = "on_desk"


# Of several devices the one with the highest rank speaks for the person.
RANK = {state: rank for rank, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class Place:
    """One membership: the path of its unit, and whether it attends that unit's desk."""

    path: str
    attends: bool = False

    @property
    def unit_id(self) -> int:
        return int(self.path.strip("/").rpartition("/")[2])

    @property
    def chain_ids(self) -> list[int]:
        return [int(part) for part in self.path.strip("/").split("/")]


@dataclass(frozen=True, slots=True)
class Identity:
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
