"""The shapes of reports and milestones as they travel."""

from operator import attrgetter
from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from hub.wire import ByShape, Count, PersonShape, Time, UnitShape
from reports.models import Milestone, Report
from teams.models import Unit
from teams.queries import unit_shape

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]


class CorrectionShape(TypedDict):
    """The latest change of a report: who made it, and what it said before."""

    by: PersonShape
    was: Count


class ReportShape(TypedDict):
    """Never with `mood` or `topics`: those are for counts above the team."""

    id: str
    team: str
    kind: str
    quantity: Count
    action_date: Day
    version: int
    on_behalf_of: NotRequired[PersonShape]
    voided: NotRequired[Literal[True]]
    correction: NotRequired[CorrectionShape]
    note: NotRequired[str]
    breakdown: NotRequired[dict[str, Count]]


class Reported(TypedDict):
    """`total`: the team's figure of the report's kind and day, with this report."""

    report: ReportShape
    total: Count


class MilestoneReached(TypedDict):
    """`target` when it is the goal; `last_team` above teams: who made it full."""

    unit: UnitShape
    kind: str
    quantity: Count
    target: NotRequired[Count]
    last_team: NotRequired[UnitShape]


class TeamFigure(TypedDict):
    team: str
    quantity: Count


# The reports of one kind and hour; `total` is the unit's figure of the whole day.
Summary = TypedDict(
    "Summary",
    {
        "kind": str,
        "unit": UnitShape,
        "day": Day,
        "quantity": Count,
        "teams": Count,
        "top": list[TeamFigure],
        "total": Count,
        "from": Time,
        "to": Time,
    },
)

EVENTS: dict[str, type] = {
    "report.filed": Reported,
    "report.corrected": Reported,
    "report.voided": Reported,
    "milestone.reached": MilestoneReached,
    "goal.reached": MilestoneReached,
    "feed.summarised": Summary,
}


def report_shape(report: Report) -> ReportShape:
    shape: ReportShape = {
        "id": str(report.pk),
        "team": str(report.team_id),
        "kind": report.kind,
        "quantity": report.quantity,
        "action_date": report.action_date.isoformat(),
        "version": report.version,
    }
    if report.on_behalf_of is not None:
        person = report.on_behalf_of
        shape["on_behalf_of"] = {"id": str(person.pk), "name": person.name}
    if report.version > 1:
        shape["correction"] = _latest_correction(report)
    if report.voided_at is not None:
        shape["voided"] = True
        return shape
    if report.note:
        shape["note"] = report.note
    if report.breakdown:
        shape["breakdown"] = report.breakdown
    return shape


def _latest_correction(report: Report) -> CorrectionShape:
    latest = max(report.corrections.all(), key=attrgetter("version"))
    return {
        "by": {"id": str(latest.by_id), "name": latest.by.name},
        "was": latest.quantity,
    }


def reported(report: Report, total: int) -> Reported:
    return {"report": report_shape(report), "total": total}


def milestone_data(
    milestone: Milestone, unit: Unit, last_team: Unit | None
) -> MilestoneReached:
    data: MilestoneReached = {
        "unit": unit_shape(unit),
        "kind": milestone.kind,
        "quantity": milestone.quantity,
    }
    if milestone.is_goal:
        data["target"] = milestone.quantity
    if last_team is not None:
        data["last_team"] = unit_shape(last_team)
    return data


def reporter_shape(report: Report) -> ByShape:
    shape: ByShape = {"id": str(report.reporter_id), "name": report.reporter.name}
    if report.reporter_role:
        shape["role"] = report.reporter_role
    return shape
