from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils import timezone

from hub.actions import append
from hub.errors import Conflict
from reports.actions.receipt import Counted, counted, insert, team_room
from reports.models import Correction, Report
from teams.models import User
from teams.queries import by_shape


def correct_report(
    *,
    report: Report,
    version: int,
    quantity: int,
    by: User,
    reason: str = "",
    client_id: UUID | None = None,
) -> Counted:
    """Sets a new figure and keeps the earlier one; a stale version is a `Conflict`."""
    earlier = report.quantity
    report.quantity = quantity
    _replace(report, version, earlier, by, reason)
    return _publish("report.corrected", report, quantity - earlier, by, client_id)


def void_report(
    *,
    report: Report,
    version: int,
    by: User,
    reason: str = "",
    client_id: UUID | None = None,
) -> Counted:
    """Takes the report back: it stays, and counts for nothing."""
    report.voided_at = timezone.now()
    _replace(report, version, report.quantity, by, reason)
    return _publish("report.voided", report, -report.quantity, by, client_id)


def _replace(report: Report, version: int, earlier: int, by: User, reason: str) -> None:
    report.version = version + 1
    current = Report.objects.filter(
        pk=report.pk, version=version, quantity=earlier, voided_at=None
    )
    changed = current.update(
        version=report.version, quantity=report.quantity, voided_at=report.voided_at
    )
    if not changed:
        raise Conflict
    Correction.objects.create(
        report=report,
        version=version,
        quantity=earlier,
        reason=reason,
        by=by,
        at=timezone.now(),
    )
    prefetch_related_objects([report], "corrections__by")


def _publish(
    kind: str, report: Report, change: int, by: User, client_id: UUID | None
) -> Counted:
    count = counted(report, change)
    shape = by_shape(by, report.team)
    room = team_room(report.team).stream
    event = append(room, kind, count.data, by=shape, client_id=client_id)
    insert(count, event)
    append(report.team.feed, kind, count.data, by=shape, client_id=client_id)
    return count
