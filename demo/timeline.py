"""Everything that happens in the demo, in the order in which it happened."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from hub.actions import transaction
from reports.actions import fold

STRETCH = timedelta(minutes=20)


class Moment(NamedTuple):
    """`happen` calls an action. `settled`: a later moment needs the row that it makes,
    and rows are there only after their transaction."""

    at: datetime
    happen: Callable[[], object]
    settled: bool = False


def replay(moments: Iterable[Moment]) -> None:
    """Lets everything happen, in big sets, and the totals grow between them.

    The feeds' summaries and milestones stand where they belong only if folding comes
    after each stretch of time rather than once at the end.
    """
    for stretch in _stretches(sorted(moments, key=lambda moment: moment.at)):
        with transaction():
            for moment in stretch:
                moment.happen()
        fold()


def _stretches(moments: Iterable[Moment]) -> Iterator[list[Moment]]:
    stretch: list[Moment] = []
    for moment in moments:
        if stretch and moment.at - stretch[0].at > STRETCH:
            yield stretch
            stretch = []
        stretch.append(moment)
        if moment.settled:
            yield stretch
            stretch = []
    if stretch:
        yield stretch
