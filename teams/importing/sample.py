"""What a file looks like, by the names that this campaign has."""

import csv
import io

from teams.access import Standing
from teams.importing.cells import COLUMNS, SEPARATOR
from teams.models import Campaign, Unit, UnitKind
from teams.roles import Power
from teams.spreadsheets import BOM, cell
from teams.word_packs import in_language, word_pack

LEVELS = (UnitKind.CENTRE, UnitKind.OFFICE, UnitKind.TEAM)


def example_place(now: Standing, language: str) -> list[str]:
    """The names down to a team that this person could bring people into.

    Where there is none yet, the levels that are missing are called by their kinds.
    """
    mine = Unit.objects.filter(now.units_with(Power.MANAGE_PEOPLE), archived_at=None)
    found = mine.filter(kind=UnitKind.TEAM).order_by("pk").first()
    found = found or mine.order_by("-pk").first()
    ids = found.chain_ids if found else []
    above = Unit.objects.filter(pk__in=ids).exclude(parent=None).order_by("path")
    chain = list(above.values_list("name", "kind"))
    reached = _depth(chain[-1][1]) if chain else 0
    words = word_pack(Campaign.objects.get().kind).units
    missing = [in_language(words[level], language) for level in LEVELS[reached:]]
    return [*(name for name, _kind in chain), *missing]


def sample(now: Standing, language: str) -> str:
    """A CSV file of a place and two of its people, which can be brought in as it is."""
    place = f" {SEPARATOR} ".join(example_place(now, language))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(in_languages[language][0] for in_languages in COLUMNS.values())
    for row in (
        (place, "team", "43004", "", "", "", "", ""),
        (
            place,
            "",
            "",
            "María López",
            "maria@people.invalid",
            "330 555 0100",
            "es",
            "",
        ),
        (place, "", "", "Sam Carter", "sam@people.invalid", "", "en", "volunteer"),
    ):
        writer.writerow(map(cell, row))
    return BOM + text.getvalue()


def _depth(kind: str) -> int:
    """How many of the levels a place of this kind, and what is above it, stands for."""
    if kind == UnitKind.REGION:
        return 1
    return LEVELS.index(UnitKind(kind)) + 1
