"""What the lists of people and places say of reports."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Max
from django.db.models.functions import Coalesce

from reports.days import campaign_days
from reports.models import Report
from teams.models import Unit
from teams.queries.people import distinct_below

Fields = Mapping[str, object]


def last_reports(user_ids: Collection[int]) -> Mapping[int, Fields]:
    """`last_report`: the newest day on which each did something. Two queries."""
    counted = Report.objects.filter(voided_at=None).order_by()
    own = counted.filter(reporter__in=user_ids, on_behalf_of=None)
    others = counted.filter(on_behalf_of__in=user_ids)
    newest: dict[int, date] = {}
    for rows, worker in ((own, "reporter"), (others, "on_behalf_of")):
        for user_id, day in rows.values_list(worker).annotate(Max("action_date")):
            newest[user_id] = max(day, newest.get(user_id, day))
    return {pk: {"last_report": day.isoformat()} for pk, day in newest.items()}


def reported_today(units: Sequence[Unit], under: Unit | None) -> Mapping[int, Fields]:
    """`reported_today`: how many distinct people did something in and below each."""
    today = campaign_days().today()
    rows = Report.objects.filter(action_date=today, voided_at=None).annotate(
        worker=Coalesce("on_behalf_of", "reporter")
    )
    counts: Counter[int] = distinct_below(rows, "path", "worker", units, under)
    return {unit.pk: {"reported_today": counts[unit.pk]} for unit in units}
