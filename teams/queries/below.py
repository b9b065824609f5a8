"""What rows say of places, each with all that is below it, in one pass over them."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex, Substr

from teams.models import Unit, chain_ids
from teams.starting import in_and_below


class Below:
    """Counts rows for places that lie right below `under`, and for that one itself.

    Without `under` the places may be anywhere, none below another. Figures must be such
    as can be added up: distinct people are not (`distinct_below`).
    """

    def __init__(self, units: Sequence[Unit], under: Unit | None) -> None:
        self._under = under
        self._asked = {unit.pk for unit in units}
        self._paths = [unit.path for unit in units] if under is None else [under.path]

    def grouped(self, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        """The rows there, with `within`: group by it, then count."""
        there = Q(pk__in=[])
        for one in self._paths:
            there |= in_and_below(path, one)
        found: QuerySet[Any] = (
            rows.filter(there).order_by().annotate(within=self._place(path))
        )
        return found

    def counting(self, within: str) -> Collection[int]:
        """In the figures of which units a row of this `within` counts."""
        if self._under is None:
            return self._asked.intersection(chain_ids(within))
        return [self._under.pk, int(within)] if within else [self._under.pk]

    def _place(self, path: str) -> F | Case:
        """The id right below `under`, '' for itself; without it the whole path."""
        if self._under is None:
            return F(path)
        rest = Substr(path, len(self._under.path) + 1)
        child = Substr(rest, 1, StrIndex(rest, Value("/")) - 1)
        # PostgreSQL takes no part of a negative length, which `under` would ask for.
        itself = When(Q(**{path: self._under.path}), then=Value(""))
        return Case(itself, default=child, output_field=CharField())
