"""The tree with its figures, who is in a place, and people by the start of a name."""

from collections import Counter, defaultdict
from collections.abc import (
    Callable,
    Collection,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Collate, StrIndex, Substr
from django.utils import timezone

from hub.clock import wire_time
from teams.access import Standing
from teams.arrivals import CONTACT_WITHIN, NEWCOMER_FOR, ORDINARY
from teams.models import HeldName, Membership, MembershipState, Unit, UnitKind, User
from teams.names import search_key
from teams.people_access import (
    memberships_seen,
    memberships_seen_of,
    places_seen,
)
from teams.queries import photo_of, seen_unit_shape, unit_shape
from teams.roles import Power
from teams.starting import starting

FOUND_AT_MOST = 20
FEW = 2000
FIRST_CANDIDATES = 40
CANDIDATES_AT_MOST = 800

Fields = Mapping[str, object]
Figures = Mapping[int, Fields]
# Of people, by user id: what another app adds to their rows.
PeopleSource = Callable[[Collection[int]], Figures]
# Of places, by unit id; `parent` is what they are all directly below, if anything.
PlaceSource = Callable[[Sequence[Unit], Unit | None], Figures]

_people_sources: list[PeopleSource] = []
_place_sources: list[PlaceSource] = []


def register_people_source(source: PeopleSource) -> None:
    """Says what else a row of a person shows (presence, the last report)."""
    _people_sources.append(source)


def register_place_source(source: PlaceSource) -> None:
    """Says what else a row of the tree shows (who is there, who reported)."""
    _place_sources.append(source)


def places(now: Standing, under: Unit | None) -> QuerySet[Unit]:
    """The places right below one, or the topmost whose people somebody may see."""
    seen = Unit.objects.filter(now.units_with(Power.SEE_MEMBERS), archived_at=None)
    if under is not None:
        return seen.filter(parent=under).order_by("name", "pk")
    return seen.exclude(parent__in=seen).order_by("name", "pk")


def place_shapes(
    units: Sequence[Unit], now: Standing, under: Unit | None
) -> list[dict[str, object]]:
    """In four queries, however many places they are."""
    members = distinct_below(
        Membership.objects.filter(
            state=MembershipState.ACTIVE,
            user__is_active=True,
            unit__archived_at=None,
        ),
        "unit__path",
        "user",
        units,
        under,
    )
    below = Unit.objects.filter(parent__in=units, archived_at=None)
    with_more = set(below.values_list("parent_id", flat=True))
    more = _gathered(source(units, under) for source in _place_sources)
    return [
        {
            **seen_unit_shape(unit, now),
            "members": members[unit.pk],
            "has_places": unit.pk in with_more,
            **more[unit.pk],
        }
        for unit in units
    ]


def distinct_below(
    rows: QuerySet[Any],
    path: str,
    counted: str,
    units: Sequence[Unit],
    under: Unit | None,
) -> Counter[int]:
    """How many distinct `counted` the rows in and below each of the units hold.

    Places with one parent are counted in one pass over what is below that.
    """
    found: Counter[int] = Counter()
    if under is None:
        for unit in units:
            mine = rows.filter(starting(path, unit.path)).order_by()
            found[unit.pk] = mine.aggregate(n=Count(counted, distinct=True))["n"]
        return found
    rest = Substr(path, len(under.path) + 1)
    child = Substr(rest, 1, StrIndex(rest, Value("/")) - 1)
    counts = (
        rows.filter(starting(path, under.path))
        .exclude(**{path: under.path})
        .order_by()
        .annotate(child=child)
        .values_list("child")
        .annotate(n=Count(counted, distinct=True))
    )
    found.update({int(child_id): n for child_id, n in counts})
    return found


def member_shapes(
    members: Sequence[Membership], now: Standing
) -> list[dict[str, object]]:
    """Rows of people; the clock and the mute only for who has to do with them."""
    more = _gathered(
        source({member.user_id for member in members}) for source in _people_sources
    )
    held = _names_to_decide(members, now)
    return [
        _member_shape(member, now) | held[member.user_id] | more[member.user_id]
        for member in members
    ]


def seen_person(user: User) -> dict[str, str]:
    """A person in a row or on a card; `photo` only if there is one."""
    shape = {"id": str(user.pk), "name": user.name}
    photo = photo_of(user)
    return shape | {"photo": photo} if photo else shape


def people_starting(now: Standing, text: str, limit: int) -> list[Membership]:
    """Who is called so, by first or last name; each where they stand highest."""
    prefix = search_key(text)
    if not prefix:
        return []
    found: dict[int, Membership] = {}
    for ids in _candidates(now, prefix, limit):
        seen = memberships_seen_of(now, ids)
        for member in seen.order_by("unit__path", "pk"):
            found.setdefault(member.user_id, member)
        if len(found) >= limit:
            break
    return sorted(found.values(), key=_by_name)[:limit]


def _candidates(now: Standing, prefix: str, limit: int) -> Iterator[list[int]]:
    """Ids of people who are called so, and may be seen, until enough of them were.

    Who sees few people has those looked through, who sees many has the names walked
    along their index: either is short, and a join of both is not. Where many names come
    before those who may be seen, a walk ends half-way, and these are looked through.
    """
    if _sees_more_than(now, FEW) and (yield from _walked(prefix)):
        return
    yield _looked_through(now, prefix, limit)


def _sees_more_than(now: Standing, count: int) -> bool:
    """Place after place, until so many were met; those who left count as well."""
    there = places_seen(now).filter(memberships__isnull=False).values("memberships")
    return there[: count + 1].count() > count


def _looked_through(now: Standing, prefix: str, limit: int) -> list[int]:
    called = starting("user__name_key", prefix)
    called |= starting("user__surname_key", prefix)
    seen = memberships_seen(now).filter(called)
    names = sorted(set(seen.values_list("user__name_key", "user_id")))
    return [user_id for _, user_id in names[:limit]]


def _walked(prefix: str) -> Generator[list[int], None, bool]:
    """Ids of people of any place, more and more at once; whether these were all."""
    all_by_name = yield from _walked_by("name_key", prefix)
    all_by_surname = yield from _walked_by("surname_key", prefix)
    return all_by_name and all_by_surname


def _walked_by(field: str, prefix: str) -> Generator[list[int], None, bool]:
    called = User.objects.filter(starting(field, prefix), erased_at=None)
    ids = called.order_by(_letter_by_letter(field), "pk").values_list("pk", flat=True)
    start, count = 0, FIRST_CANDIDATES
    while start < CANDIDATES_AT_MOST:
        chunk = list(ids[start : start + count])
        if chunk:
            yield chunk
        if len(chunk) < count:
            return True
        start, count = start + count, count * 4
    return False


def _letter_by_letter(field: str) -> Collate | F:
    """An order for which PostgreSQL can't walk its other index, of all names.

    In the hope of few matches it would pass by all that come before the beginning.
    """
    if connection.vendor == "postgresql":
        return Collate(field, "C")
    return F(field)


def _by_name(member: Membership) -> tuple[str, int]:
    return member.user.name_key, member.user_id


def newcomer_until(member: Membership) -> datetime | None:
    """When the hours end, or ended, in which somebody should speak with them."""
    waits = (
        member.contacted_at is None
        and member.role in ORDINARY
        and member.unit.kind == UnitKind.TEAM
        and member.since > timezone.now() - NEWCOMER_FOR
    )
    return member.since + CONTACT_WITHIN if waits else None


def _member_shape(member: Membership, now: Standing) -> dict[str, object]:
    shape: dict[str, object] = {
        "id": str(member.pk),
        "user": seen_person(member.user),
        "unit": unit_shape(member.unit),
        "role": member.role,
        "bot": member.user.is_bot,
        "since": wire_time(member.since),
    }
    if member.state == MembershipState.SUSPENDED:
        shape["out"] = "suspended"
    elif not member.user.is_active:
        shape["out"] = "everywhere"
    until = newcomer_until(member)
    if until and "out" not in shape and now.may(Power.CONTACT_NEWCOMERS, member.unit):
        shape["newcomer_until"] = wire_time(until)
    muted = member.muted_until
    if muted and muted > timezone.now() and now.may(Power.MODERATE, member.unit):
        shape["muted_until"] = wire_time(muted)
    return shape


def _names_to_decide(
    members: Sequence[Membership], now: Standing
) -> defaultdict[int, dict[str, object]]:
    """By user id, the name that waits for this viewer; a query for who decides any."""
    found: defaultdict[int, dict[str, object]] = defaultdict(dict)
    if Power.CONTACT_NEWCOMERS not in now.powers():
        return found
    people = {member.user_id for member in members} - {now.user_id}
    waiting = HeldName.objects.filter(user__in=people, allowed_at=None)
    for held in waiting.select_related("unit"):
        if now.may(Power.CONTACT_NEWCOMERS, held.unit):
            found[held.user_id] = {"held": {"id": str(held.pk), "name": held.name}}
    return found


def _gathered(figures: Iterable[Figures]) -> defaultdict[int, dict[str, object]]:
    gathered: defaultdict[int, dict[str, object]] = defaultdict(dict)
    for found in figures:
        for pk, fields in found.items():
            gathered[pk].update(fields)
    return gathered
