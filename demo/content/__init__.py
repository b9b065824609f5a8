"""What the demo campaigns say: people, places, talk, questions and the library."""

from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

Row = TypeVar("Row")


class Person(msgspec.Struct, frozen=True):
    """`units`: 'centre', or the kind and its number in the tree's order: 'team:0'."""

    name: str
    locale: str
    role: str
    units: list[str]
    email: str


class Newcomer(msgspec.Struct, frozen=True):
    """Who came to a team so many hours ago, and when the leader spoke with them."""

    name: str
    locale: str
    team: int
    email: str
    hours_ago: float
    contacted_hours_ago: float | None = None


class Team(msgspec.Struct, frozen=True):
    """`quiet`: nobody there wrote or reported today. `is_open`: needs no invitation."""

    name: str
    place: dict[str, str]
    streets: list[str]
    postal_codes: list[str]
    quiet: bool = False
    is_open: bool = False


class Office(msgspec.Struct, frozen=True):
    name: str
    teams: list[Team]


class Region(msgspec.Struct, frozen=True):
    name: str
    offices: list[Office]


class Tree(msgspec.Struct, frozen=True):
    """`goals`: report kind -> what one team aims at in one day."""

    campaign: str
    timezone: str
    languages: list[str]
    centre: str
    regions: list[Region]
    goals: dict[str, int]


class Conversation(msgspec.Struct, frozen=True):
    """`lines`: (who, text); who is a part such as 'leader', 'a', 'ar', never a name."""

    when: str
    room: str
    lines: list[tuple[str, str]]
    unit: str | None = None


class Question(msgspec.Struct, frozen=True):
    """`state`: open, claimed, answered or accepted; `operator`: start of an e-mail."""

    team: str
    locale: str
    at_the_door: bool
    topic: str
    minutes_ago: int
    state: str
    text: str
    operator: str | None = None
    answer: str | None = None


class LibraryText(msgspec.Struct, frozen=True):
    title: str
    question: str
    synonyms: list[str]
    answer: str


class LibraryEntry(msgspec.Struct, frozen=True):
    key: str
    topic: str
    jurisdiction: str
    source: str
    texts: dict[str, LibraryText]


def people() -> list[Person]:
    return _rows("people.json", Person)


def newcomers() -> list[Newcomer]:
    """Who came in the last days, after the others."""
    return _rows("newcomers.json", Newcomer)


def tree(kind: str) -> Tree:
    return msgspec.json.decode(_bytes(f"{kind}/tree.json"), type=Tree)


def conversations(kind: str) -> list[Conversation]:
    """The kind's own first, then those that any campaign could have."""
    own = _rows(f"{kind}/conversations.json", Conversation)
    return own + _rows("shared/conversations.json", Conversation)


def questions(kind: str) -> list[Question]:
    return _rows(f"{kind}/questions.json", Question)


def library(kind: str) -> list[LibraryEntry]:
    return _rows(f"{kind}/library.json", LibraryEntry)


def notes(locale: str) -> list[str]:
    """What people write under a report."""
    of_all = msgspec.json.decode(_bytes("shared/notes.json"), type=dict[str, list[str]])
    return of_all[locale]


def _rows(path: str, row: type[Row]) -> list[Row]:
    return msgspec.json.decode(_bytes(path), type=list[row])  # type: ignore[valid-type]


@cache
def _bytes(path: str) -> bytes:
    return files(__name__).joinpath(path).read_bytes()
