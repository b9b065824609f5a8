"""Figures that are exact at any moment: what is folded plus what is not yet."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, Q, Sum, Value

from reports.models import Delta, Report, Total
from teams.models import Unit, chain_ids

NO_PATH = Value("", output_field=CharField())
NO_UNIT = Value(0, output_field=BigIntegerField())


class UnitDay(NamedTuple):
    unit_id: int
    kind: str
    day: date


class Slot(NamedTuple):
    """One kind's hour of one day in one unit."""

    unit_id: int
    kind: str
    day: date
    hour: int


DayFigures = Counter[tuple[int, str, date]]


def hour_figures(
    units: Sequence[Unit], days: Iterable[date], *, up_to: int | None = None
) -> Counter[Slot]:
    """One statement, so that a figure being folded is counted exactly once.

    `up_to` leaves out unfolded deltas with a higher id.
    """
    days = set(days)
    folded = Total.objects.filter(unit__in=units, day__in=days)
    # Not by the units' paths: one that was moved meanwhile had another one.
    fresh = Delta.objects.filter(day__in=days)
    if up_to is not None:
        fresh = fresh.filter(pk__lte=up_to)
    columns = ("kind", "day", "hour", "quantity")
    rows = folded.values_list("unit_id", NO_PATH, *columns).union(
        fresh.values_list(NO_UNIT, "path", *columns), all=True
    )
    figures: Counter[Slot] = Counter()
    asked = {unit.pk for unit in units}
    for unit_id, path, kind, day, hour, quantity in rows:
        for reached in [unit_id] if unit_id else asked.intersection(chain_ids(path)):
            figures[Slot(reached, kind, day, hour)] += quantity
    return figures


def day_figures(
    units: Sequence[Unit], days: Iterable[date], *, up_to: int | None = None
) -> DayFigures:
    figures: DayFigures = Counter()
    for slot, quantity in hour_figures(units, days, up_to=up_to).items():
        figures[slot.unit_id, slot.kind, slot.day] += quantity
    return figures


def folded_day_figures(slots: Iterable[UnitDay]) -> Counter[UnitDay]:
    """For the aggregator: what it has folded so far, without the deltas."""
    wanted = set(slots)
    rows = (
        Total.objects.filter(
            unit__in={one.unit_id for one in wanted},
            day__in={one.day for one in wanted},
        )
        .values_list("unit_id", "kind", "day")
        .annotate(total=Sum("quantity"))
    )
    return Counter({UnitDay(*row[:3]): row[3] for row in rows.order_by()})


def counted_in(unit: Unit) -> Q:
    """Which reports count in a unit: those made below it, wherever teams are now."""
    return Q(path__contains=f"/{unit.pk}/")


def recomputed(unit: Unit, day: date) -> Counter[str]:
    """The same from the reports themselves, by kind."""
    counted = Report.objects.filter(counted_in(unit), action_date=day, voided_at=None)
    rows = counted.values_list("kind").annotate(quantity=Sum("quantity"))
    return Counter(dict(rows.order_by()))
