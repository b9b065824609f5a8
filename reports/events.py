"""The shapes of reports and milestones as they travel."""

from reports.models import Milestone, Report
from teams.models import Unit
from teams.queries import unit_shape

Fields = dict[str, object]


def report_shape(report: Report) -> Fields:
    """Never with `mood` or `topics`: those are for counts above the team."""
    shape: Fields = {
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
    if report.voided_at is not None:
        return shape | {"voided": True}
    if report.note:
        shape["note"] = report.note
    if report.breakdown:
        shape["breakdown"] = report.breakdown
    return shape


def reported(report: Report, total: int) -> Fields:
    """`total`: the team's figure of the report's kind and day, with this report."""
    return {"report": report_shape(report), "total": total}


def milestone_data(milestone: Milestone, unit: Unit, last_team: Unit | None) -> Fields:
    data: Fields = {
        "unit": unit_shape(unit),
        "kind": milestone.kind,
        "quantity": milestone.quantity,
    }
    if milestone.is_goal:
        data["target"] = milestone.quantity
    if last_team is not None:
        data["last_team"] = unit_shape(last_team)
    return data


def reporter_shape(report: Report) -> Fields:
    shape: Fields = {"id": str(report.reporter_id), "name": report.reporter.name}
    return shape | {"role": report.reporter_role} if report.reporter_role else shape
