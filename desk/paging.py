"""A window of rows by their seq, as `stream.page` asks for it."""

from typing import Any, NamedTuple

from django.db.models import QuerySet


class Window(NamedTuple):
    """Rows in ascending seq, and whether there are more on either side."""

    rows: list[Any]
    has_before: bool
    has_after: bool


def window(
    rows: QuerySet[Any],
    *,
    before: int | None,
    after: int | None,
    around: int | None,
    limit: int,
) -> Window:
    """The newest without a position; around a seq half of them come from before it."""
    older: list[Any] = []
    newer: list[Any] = []
    if after is None:
        below = before if around is None else around
        earlier = rows if below is None else rows.filter(seq__lt=below)
        count = limit if around is None else limit // 2
        older = list(earlier.order_by("-seq")[:count])
    if after is not None or around is not None:
        start = around if after is None else after + 1
        later = rows.filter(seq__gte=start).order_by("seq")
        newer = list(later[: limit - len(older)])
    found = [*reversed(older), *newer]
    if not found:
        return Window([], False, False)
    return Window(
        found,
        rows.filter(seq__lt=found[0].seq).exists(),
        rows.filter(seq__gt=found[-1].seq).exists(),
    )
