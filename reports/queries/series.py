from datetime import date
from itertools import accumulate

from django.utils import timezone

from hub.clock import wire_time
from reports.days import campaign_days
from reports.models import LATER
from reports.queries.figures import hour_figures
from teams.models import Unit

Fields = dict[str, object]


def series_of(unit: Unit, day: date) -> Fields:
    """`{day, from, starts_at, ends_at, items: [{kind, totals}]}`.

    `totals[n]` is the figure `n + 1` hours after `from`; what was filed on a later day
    is added to the last hour. Today's series ends with the present hour.
    """
    days = campaign_days()
    by_hour: dict[str, dict[int, int]] = {}
    for slot, quantity in hour_figures([unit], [day]).items():
        by_hour.setdefault(slot.kind, {})[slot.hour] = quantity
    start, end = days.working_time(day)
    now = days.local(timezone.now())
    last = now.hour if day == now.date() else LATER - 1
    first = min([start.hour, last, *(h for hours in by_hour.values() for h in hours)])
    return {
        "day": day.isoformat(),
        "from": wire_time(days.hour_began(day, first)),
        "starts_at": wire_time(start),
        "ends_at": wire_time(end),
        "items": [
            {"kind": kind, "totals": _totals(hours, first, last)}
            for kind, hours in sorted(by_hour.items())
        ],
    }


def _totals(hours: dict[int, int], first: int, last: int) -> list[int]:
    growth = [hours.get(hour, 0) for hour in range(first, last + 1)]
    growth[-1] += sum(hours[hour] for hour in hours if hour > last)
    return list(accumulate(growth))
