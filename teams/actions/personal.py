"""What each app holds of people: how it is told and erased."""

from collections.abc import Callable, Iterable, Mapping
from typing import IO, NamedTuple

from hub.events import encode
from teams.models import User

Row = Mapping[str, object]


class PersonalPart(NamedTuple):
    """One kind of rows. `told` gives one person's.

    It reads them a set at a time: somebody may have written for months.
    `erase` takes out what is personal in them and opens transactions of its own, so
    that somebody who wrote much holds up nobody; what is counted stays counted.
    """

    name: str
    told: Callable[[User], Iterable[Row]]
    erase: Callable[[User], None]


_parts: dict[str, PersonalPart] = {}


def register_personal_part(part: PersonalPart) -> None:
    """Called by the root files for each app."""
    _parts[part.name] = part


def personal_parts() -> list[PersonalPart]:
    return list(_parts.values())


def write_own_data(user: User, file: IO[bytes]) -> None:
    """All that is kept of one person: a JSON document of a list for each part."""
    for number, part in enumerate(personal_parts()):
        file.write(b",\n" if number else b"{")
        file.write(encode(part.name) + b":[")
        for place, row in enumerate(part.told(user)):
            file.write(b",\n" if place else b"")
            file.write(encode(row))
        file.write(b"]")
    file.write(b"}")
