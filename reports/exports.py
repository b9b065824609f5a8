"""What reports put into the export. Totals are their sums."""

from collections.abc import Iterator

from hub.clock import wire_time
from reports.models import Goal, Report
from teams.actions import Table

SET = 2000


def _reports() -> Iterator[tuple[object, ...]]:
    rows = Report.objects.select_related("team").order_by("pk")
    for one in rows.iterator(SET):
        yield (
            one.worker_id,
            one.reporter_id,
            one.team_id,
            one.team.name,
            one.kind,
            one.quantity,
            one.action_date.isoformat(),
            wire_time(one.at),
            one.mood,
            ", ".join(one.topics),
            one.note,
            one.voided_at is not None,
        )


def _goals() -> Iterator[tuple[object, ...]]:
    rows = Goal.objects.select_related("unit").order_by("unit__path", "pk")
    for one in rows.iterator(SET):
        where = (one.unit_id, one.unit.name)
        yield *where, one.kind, one.from_day.isoformat(), one.target, one.set_by_id


TABLES = [
    Table(
        "reports",
        (
            *("person", "by", "place_id", "team", "kind", "quantity", "day", "at"),
            *("mood", "topics", "note", "taken_back"),
        ),
        _reports,
    ),
    Table(
        "goals", ("place_id", "place", "kind", "from_day", "target", "set_by"), _goals
    ),
]
