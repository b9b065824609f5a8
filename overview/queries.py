"""How places stand today: who is silent, who waits, what is reached; see `Figures`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from chat.models import Message, Room
from desk.models import OPEN, WAITING, Question
from hub.clock import wire_time
from reports.models import Report
from reports.queries.activity import heard_today
from reports.queries.goals import goal_items_of
from teams.access import Standing
from teams.arrivals import CONTACT_WITHIN, uncontacted
from teams.models import Unit, UnitKind
from teams.queries import unit_shape
from teams.queries.below import Below
from teams.roles import ROLES_IN, Power

ABOVE_OFFICES = (UnitKind.CAMPAIGN, UnitKind.CENTRE, UnitKind.REGION)
WITH_DESK = (UnitKind.OFFICE, UnitKind.CENTRE)

Fields = dict[str, object]


@dataclass(slots=True)
class Figures:
    """Of one place with all below it. An office is active if one of its teams is."""

    teams: int = 0
    active_teams: int = 0
    offices: set[int] = field(default_factory=set)
    active_offices: set[int] = field(default_factory=set)
    newcomers: int = 0
    late_newcomers: int = 0
    open_questions: int = 0
    waiting_questions: int = 0
    oldest_question: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A place's room, and when one of its people last wrote or reported there."""

    room_id: int
    last_active: datetime | None


def place_shapes(
    units: Sequence[Unit], under: Unit | None, now: Standing
) -> list[Fields]:
    """`under`, if there is one, then each unit: a fixed number of queries."""
    shown = [under, *units] if under else list(units)
    figures = _figures(units, under)
    goals = goal_items_of(shown)
    seen = seen_in(shown)
    return [
        {
            **outline(unit, now, seen.get(unit.pk)),
            **_figures_shape(unit, figures[unit.pk]),
            "goals": goals[unit.pk],
        }
        for unit in shown
    ]


def outline(unit: Unit, now: Standing, seen: Seen | None) -> Fields:
    """What it is, and the ways in that this person has: its room, its desk."""
    attends = unit.kind in WITH_DESK and now.may(Power.ATTEND_DESK, unit)
    enters = seen is not None and now.may(Power.READ_ROOM, unit)
    shape: Fields = {
        **unit_shape(unit),
        "room": str(seen.room_id) if seen and enters else None,
        "attends_desk": attends,
    }
    if unit.kind == UnitKind.TEAM:
        last = seen.last_active if seen else None
        shape["last_active"] = wire_time(last) if last else None
    return shape


def silent_teams(place: Unit) -> QuerySet[Unit]:
    """Teams in and below the place of which nobody has written or reported today."""
    there = _teams().filter(path__startswith=place.path)
    silent = there.exclude(heard_today())
    return silent.select_related("parent").order_by("name", "pk")


def seen_in(units: Sequence[Unit]) -> Mapping[int, Seen]:
    """By unit id, in one query."""
    wrote = Message.objects.filter(
        room=OuterRef("pk"), author_role__in=ROLES_IN[UnitKind.TEAM]
    ).order_by("-seq")
    reported = Report.objects.filter(team=OuterRef("unit")).order_by("-seq")
    rooms = Room.objects.filter(unit__in=units).annotate(
        wrote=Subquery(wrote.values("at")[:1]),
        reported=Subquery(reported.values("at")[:1]),
    )
    return {
        room.unit_id: Seen(
            room.pk, max(filter(None, [room.wrote, room.reported]), default=None)
        )
        for room in rooms
    }


def _figures(units: Sequence[Unit], under: Unit | None) -> defaultdict[int, Figures]:
    figures: defaultdict[int, Figures] = defaultdict(Figures)
    below = Below(units, under)
    _count_teams(figures, below)
    _count_newcomers(figures, below)
    _count_questions(figures, below)
    return figures


def _count_teams(figures: defaultdict[int, Figures], below: Below) -> None:
    teams = below.grouped(_teams(), "path").values_list("within", "parent")
    counted = teams.annotate(all=Count("pk"), active=Count("pk", filter=heard_today()))
    for within, office_id, count, active in counted:
        for unit_id in below.counting(within):
            found = figures[unit_id]
            found.teams += count
            found.active_teams += active
            found.offices.add(office_id)
            if active:
                found.active_offices.add(office_id)


def _count_newcomers(figures: defaultdict[int, Figures], below: Below) -> None:
    now = timezone.now()
    late = Q(since__lte=now - CONTACT_WITHIN)
    new = below.grouped(uncontacted(now), "unit__path").values_list("within")
    counted = new.annotate(all=Count("pk"), late=Count("pk", filter=late))
    for within, count, late_count in counted:
        for unit_id in below.counting(within):
            figures[unit_id].newcomers += count
            figures[unit_id].late_newcomers += late_count


def _count_questions(figures: defaultdict[int, Figures], below: Below) -> None:
    waits = Q(state__in=WAITING)
    asked = Question.objects.filter(state__in=OPEN, desk__archived_at=None)
    counted = (
        below.grouped(asked, "desk__path")
        .values_list("within")
        .annotate(
            all=Count("pk"),
            waiting=Count("pk", filter=waits),
            oldest=Min("asked_at", filter=waits),
        )
    )
    for within, count, waiting, oldest in counted:
        for unit_id in below.counting(within):
            found = figures[unit_id]
            found.open_questions += count
            found.waiting_questions += waiting
            times = [at for at in (found.oldest_question, oldest) if at]
            found.oldest_question = min(times, default=None)


def _teams() -> QuerySet[Unit]:
    return Unit.objects.filter(kind=UnitKind.TEAM, archived_at=None)


def _figures_shape(unit: Unit, found: Figures) -> Fields:
    oldest = found.oldest_question
    shape: Fields = {
        "teams": {"all": found.teams, "active": found.active_teams},
        "newcomers": {"waiting": found.newcomers, "late": found.late_newcomers},
        "desk": {
            "open": found.open_questions,
            "waiting": found.waiting_questions,
            "oldest": wire_time(oldest) if oldest else None,
        },
    }
    if unit.kind in ABOVE_OFFICES:
        shape["offices"] = {
            "all": len(found.offices),
            "active": len(found.active_offices),
        }
    return shape
