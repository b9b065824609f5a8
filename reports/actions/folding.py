"""The one aggregator: adds what reports changed to the totals of every unit above."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection

from hub.actions import transaction
from reports.actions.milestones import announce_milestones
from reports.actions.summaries import announce_summaries
from reports.models import Delta, Total
from reports.queries.figures import Slot

FOLD_AT_ONCE = 1000


def fold() -> None:
    """Folds what has been written so far, and tells the feeds above about it."""
    if not Delta.objects.exists():
        return
    with transaction():
        deltas = _take()
        changes = _changes(deltas)
        add_to_totals(changes)
        announce_summaries(deltas)
        announce_milestones(deltas, changes)


def _take() -> list[Delta]:
    # Locked, so that a second aggregator (a command beside the server) skips them.
    waiting = Delta.objects.select_for_update(skip_locked=True).order_by("pk")
    deltas = list(waiting[:FOLD_AT_ONCE])
    Delta.objects.filter(pk__in=[delta.pk for delta in deltas]).delete()
    return deltas


def _changes(deltas: Iterable[Delta]) -> Counter[Slot]:
    changes: Counter[Slot] = Counter()
    for delta in deltas:
        for unit_id in delta.unit_ids:
            slot = Slot(unit_id, delta.kind, delta.day, delta.hour)
            changes[slot] += delta.quantity
    return changes


def add_to_totals(changes: Counter[Slot]) -> None:
    """One statement, rows in one order: two processes can't deadlock on them."""
    if not changes:
        return
    table = connection.ops.quote_name(Total._meta.db_table)
    rows: Sequence[tuple[Slot, int]] = sorted(changes.items())
    values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
    adapt = connection.ops.adapt_datefield_value
    parameters = [
        part
        for slot, quantity in rows
        for part in (slot.unit_id, slot.kind, adapt(slot.day), slot.hour, quantity)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (unit_id, kind, day, hour, quantity) "
            f"VALUES {values} ON CONFLICT (unit_id, kind, day, hour) "
            f"DO UPDATE SET quantity = {table}.quantity + excluded.quantity",
            parameters,
        )
