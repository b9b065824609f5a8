"""Around the demo: as many places and people as a national campaign has, in bulk."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import count, cycle, islice, product

from django.utils import timezone

from demo import content
from demo.ground import Ground
from hub import statistics
from teams.actions import add_crowd, open_units
from teams.models import Unit, UnitKind, User
from teams.roles import Role

PLACES = 10_000
PEOPLE = 200_000
REGIONS = 20
OFFICES_OF_REGION = 20
AT_ONCE = 500
NEW_OF = 50
HOURS_NEW = 80
HOURS_AGO = 30 * 24

Newcomer = tuple[User, Unit, Role]


def grow(ground: Ground, places: int = PLACES, people: int = PEOPLE) -> None:
    """Adds to the demo until it has about so many of each; nobody is told of them."""
    regions = _open(UnitKind.REGION, "Region", [ground.centre] * REGIONS)
    of_regions = [region for region in regions for _office in range(OFFICES_OF_REGION)]
    offices = _open(UnitKind.OFFICE, "Office", of_regions)
    missing = places - Unit.objects.count()
    teams = _open(UnitKind.TEAM, "Team", list(islice(cycle(offices), missing)))
    _seat(offices, teams, people - User.objects.count())
    statistics.renew()


def _open(kind: UnitKind, word: str, parents: Sequence[Unit]) -> list[Unit]:
    units = [
        Unit(kind=kind, name=f"{word} {number}", parent=parent)
        for number, parent in enumerate(parents, start=100)
    ]
    for start in range(0, len(units), AT_ONCE):
        some = units[start : start + AT_ONCE]
        codes = [[f"{unit.name.split()[-1]:0>5}"] for unit in some]
        open_units(some, codes if kind == UnitKind.TEAM else [()] * len(some), by=None)
    return units


def _seat(offices: Sequence[Unit], teams: Sequence[Unit], people: int) -> None:
    newcomers = zip(_people(people), _places(offices, teams), strict=False)
    now = timezone.now()
    for number in count():
        some = [(user, unit, role) for user, (unit, role) in islice(newcomers, AT_ONCE)]
        if not some:
            return
        # The last of each so many came within the days in which one is new.
        is_new = number % NEW_OF == NEW_OF - 1
        hours = number % HOURS_NEW if is_new else HOURS_AGO
        add_crowd(some, since=now - timedelta(hours=hours))


def _places(
    offices: Sequence[Unit], teams: Sequence[Unit]
) -> Iterator[tuple[Unit, Role]]:
    """An organizer for each office, a leader for each team, then volunteers."""
    yield from ((office, Role.ORGANIZER) for office in offices)
    yield from ((team, Role.LEADER) for team in teams)
    yield from ((team, Role.VOLUNTEER) for team in cycle(teams))


def _people(number: int) -> Iterator[User]:
    names = [person.name.split() for person in content.people()]
    firsts, lasts = [name[0] for name in names], [name[-1] for name in names]
    pairs = cycle(product(firsts, lasts))
    for place, (first, last) in enumerate(islice(pairs, number)):
        yield User.objects.newcomer(
            f"person{place}@crowd.demo.example",
            f"{first} {last}",
            phone=f"+1330555{place:06}",
        )
