"""What a write to the figures answers with, known at the end of its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from chat.models import Room
from chat.queries import room_of
from hub.actions import at_seal_together, insert_with, remember
from hub.events import Fields, Pending
from reports.days import campaign_days
from reports.events import reported
from reports.models import Delta, Report
from reports.queries.figures import DayFigures, day_figures
from teams.models import Unit
from teams.queries import chain_of, unit_shape


@dataclass(slots=True)
class Counted:
    """A report and what it changed. `totals` and `total` are there once sealed."""

    report: Report
    delta: Delta
    units: Sequence[Unit]
    event: Pending | None = None
    total: int = 0
    totals: list[Fields] = field(default_factory=list)

    def data(self) -> Fields:
        return reported(self.report, self.total)

    def reply(self) -> Fields:
        """The fields that `ok` carries for file, correct and void alike."""
        assert self.event is not None
        return {
            "report": str(self.report.pk),
            "version": self.report.version,
            "seq": self.event.seq,
            "totals": self.totals,
        }

    def take(self, figures: DayFigures, today: date) -> None:
        """Adds its own change to what stood before it, and keeps where that leads."""
        report = self.report
        for unit in self.units:
            figures[unit.pk, report.kind, report.action_date] += self.delta.quantity
        self.total = figures[report.team_id, report.kind, report.action_date]
        self.totals = [
            {
                "unit": unit_shape(unit),
                "kind": report.kind,
                "period": "today",
                "quantity": figures[unit.pk, report.kind, today],
            }
            for unit in self.units
        ]


def counted(report: Report, change: int) -> Counted:
    """Prepares the delta row; `insert` stores it with the report's event."""
    delta = Delta(
        path=report.path,
        kind=report.kind,
        day=report.action_date,
        hour=report.hour,
        quantity=change,
        at=report.at,
    )
    return Counted(report, delta, _units_above(report))


def insert(count: Counted, event: Pending) -> None:
    count.event = event
    insert_with(event, count.delta)
    at_seal_together(_look_up, count)


def _look_up(counts: list[Counted]) -> None:
    """Reads the figures once for the whole batch, and lets each report add its own.

    The teams' streams are locked, so the figures are in the order of their events.
    """
    today = campaign_days().today()
    units = {unit.pk: unit for count in counts for unit in count.units}
    days = {count.report.action_date for count in counts} | {today}
    before = min(count.delta.pk for count in counts) - 1
    figures = day_figures(list(units.values()), days, up_to=before)
    for count in counts:
        count.take(figures, today)


def team_room(team: Unit) -> Room:
    return remember(("room of", team.pk), lambda: room_of(team))


def _units_above(report: Report) -> Sequence[Unit]:
    """Those it counts in: the team's chain when it was filed, wherever it is now."""
    return remember(("chain", report.path), lambda: chain_of(report.path))
