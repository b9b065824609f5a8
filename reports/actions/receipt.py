"""What a write to the figures answers with, known at the end of its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chat.models import Room
from chat.queries import room_of
from hub.actions import at_seal, insert_with, remember
from hub.events import Fields, Pending
from reports.days import campaign_days
from reports.events import reported
from reports.models import Delta, Report
from reports.queries.figures import day_figures
from teams.models import Unit
from teams.queries import chain, unit_shape


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

    def look_up(self) -> None:
        """Reads the figures while the team's streams are locked: they are in order.

        Later reports of the same transaction have higher ids and are left out.
        """
        report, today = self.report, campaign_days().today()
        figures = day_figures(
            self.units, {report.action_date, today}, up_to=self.delta.pk
        )
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
    at_seal(count.look_up)


def team_room(team: Unit) -> Room:
    return remember(("room of", team.pk), lambda: room_of(team))


def _units_above(report: Report) -> Sequence[Unit]:
    return remember(("chain", report.team_id), lambda: chain(report.team))
