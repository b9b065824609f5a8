"""What one person has done: their own numbers, compared with nobody's."""

from collections import defaultdict
from datetime import date

from django.db.models import Q, Sum

from reports.days import campaign_days
from reports.kinds import report_kinds
from reports.models import Report
from teams.models import User


def own_numbers(user: User) -> list[dict[str, object]]:
    """Of each kind that they did: today, in all, and their best day.

    Work counts for who did it, whoever filed the report.
    """
    rows = Report.objects.filter(
        Q(reporter=user, on_behalf_of=None) | Q(on_behalf_of=user), voided_at=None
    )
    days: defaultdict[str, dict[date, int]] = defaultdict(dict)
    by_day = rows.order_by().values_list("kind", "action_date")
    for kind, day, quantity in by_day.annotate(Sum("quantity")):
        if quantity:
            days[kind][day] = quantity
    today = campaign_days().today()
    return [
        _numbers(kind.id, days[kind.id], today)
        for kind in report_kinds()
        if kind.id in days
    ]


def _numbers(kind: str, days: dict[date, int], today: date) -> dict[str, object]:
    # Of equal days the later one: what was reached again is worth as much.
    best, day = max((quantity, day) for day, quantity in days.items())
    return {
        "kind": kind,
        "today": days.get(today, 0),
        "total": sum(days.values()),
        "best": {"quantity": best, "day": day.isoformat()},
    }
