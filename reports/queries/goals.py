from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hub.clock import wire_time
from reports.days import campaign_days
from reports.kinds import report_kinds
from reports.models import Goal
from reports.queries.figures import day_figures
from teams.models import Unit
from teams.queries import unit_shape


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


def goals_of(unit: Unit, day: date) -> dict[str, int]:
    goals = Goal.objects.filter(unit=unit, from_day__lte=day)
    return dict(goals.order_by("from_day").values_list("kind", "target"))


def goal_items(unit: Unit) -> list[dict[str, object]]:
    """`{unit, kind, period, quantity, target, starts_at, ends_at}` for each goal."""
    return goal_items_of([unit])[unit.pk]


def goal_items_of(units: Sequence[Unit]) -> Mapping[int, list[dict[str, object]]]:
    """The same of many places, by unit id, in as many queries as for one."""
    days = campaign_days()
    today = days.today()
    start, end = days.working_time(today)
    figures = day_figures(units, [today])
    goals = _goals_of_each(units, today)
    return {
        unit.pk: [
            {
                "unit": unit_shape(unit),
                "kind": kind.id,
                "period": "today",
                "quantity": figures[unit.pk, kind.id, today],
                "target": goals[unit.pk, kind.id],
                "starts_at": wire_time(start),
                "ends_at": wire_time(end),
            }
            for kind in report_kinds()
            if (unit.pk, kind.id) in goals
        ]
        for unit in units
    }


def _goals_of_each(units: Sequence[Unit], day: date) -> dict[tuple[int, str], int]:
    goals = Goal.objects.filter(unit__in=units, from_day__lte=day)
    rows = goals.order_by("from_day").values_list("unit", "kind", "target")
    return {(unit_id, kind): target for unit_id, kind, target in rows}
