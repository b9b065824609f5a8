from collections.abc import Iterable, Sequence
from datetime import date

from reports.models import Goal
from teams.models import Unit


def targets(days: Iterable[tuple[int, str, date]]) -> dict[tuple[int, str, date], int]:
    """The target of each (unit, kind, day) that has one: the latest set until then."""
    wanted = set(days)
    goals = Goal.objects.filter(unit__in={unit_id for unit_id, _kind, _day in wanted})
    found: dict[tuple[int, str, date], int] = {}
    for goal in goals.order_by("from_day"):
        for unit_id, kind, day in wanted:
            if (goal.unit_id, goal.kind) == (unit_id, kind) and goal.from_day <= day:
                found[unit_id, kind, day] = goal.target
    return found


def goals_of(units: Sequence[Unit], day: date) -> dict[tuple[int, str], int]:
    goals = Goal.objects.filter(unit__in=units, from_day__lte=day)
    ordered = goals.order_by("from_day").values_list("unit_id", "kind", "target")
    return {(unit_id, kind): target for unit_id, kind, target in ordered}
