"""Round numbers and goals that a unit's day has passed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from chat.actions import add_card
from hub.actions import append, insert_with
from reports.actions.receipt import team_room
from reports.events import milestone_data
from reports.models import LATER, CardKind, Delta, FeedCard, Milestone
from reports.queries.figures import Slot, UnitDay, folded_day_figures
from reports.queries.goals import targets
from teams.models import Unit, UnitKind

# Below these a round number is no news at that level.
SMALLEST = {
    UnitKind.TEAM: 50,
    UnitKind.OFFICE: 500,
    UnitKind.REGION: 1000,
    UnitKind.CENTRE: 1000,
    UnitKind.CAMPAIGN: 1000,
}
STEPS = (1, 2, 3, 4, 5)
LARGEST = 10**9


class Last(NamedTuple):
    """The report that moved a figure last."""

    at: datetime
    team_id: int


def announce_milestones(deltas: Sequence[Delta], changes: Counter[Slot]) -> None:
    """Tells of the highest round number just passed and of the goal, each once."""
    last = _last(deltas)
    if not last:
        return
    units = Unit.objects.in_bulk(
        {key.unit_id for key in last} | {one.team_id for one in last.values()}
    )
    after = folded_day_figures(last)
    grown: Counter[UnitDay] = Counter()
    for slot, change in changes.items():
        grown[UnitDay(*slot[:3])] += change
    goals = targets(last)
    passed = [
        milestone
        for key in last
        for milestone in _passed(
            key, units[key.unit_id], after[key] - grown[key], after[key], goals.get(key)
        )
    ]
    for milestone in _new(passed):
        key = UnitDay(milestone.unit_id, milestone.kind, milestone.day)
        _announce(milestone, units[key.unit_id], last[key], units)


def round_numbers(kind: str) -> list[int]:
    """50, 100, 200, 300, 400, 500, 1000, 2000 … for a team; from 500 for an office."""
    numbers, decade = [50], 100
    while decade < LARGEST:
        numbers.extend(step * decade for step in STEPS)
        decade *= 10
    return [number for number in numbers if number >= SMALLEST[UnitKind(kind)]]


def _last(deltas: Iterable[Delta]) -> dict[UnitDay, Last]:
    """Days that are going on; a report filed later celebrates nothing."""
    last: dict[UnitDay, Last] = {}
    for delta in deltas:
        if delta.hour == LATER or delta.quantity <= 0:
            continue
        for unit_id in delta.unit_ids:
            last[UnitDay(unit_id, delta.kind, delta.day)] = Last(
                delta.at, delta.unit_ids[-1]
            )
    return last


def _passed(
    key: UnitDay, unit: Unit, before: int, after: int, goal: int | None
) -> list[Milestone]:
    numbers = [n for n in round_numbers(unit.kind) if before < n <= after and n != goal]
    reached = [Milestone(**key._asdict(), quantity=number) for number in numbers[-1:]]
    if goal is not None and before < goal <= after:
        reached.append(Milestone(**key._asdict(), quantity=goal, is_goal=True))
    return reached


def _new(milestones: Sequence[Milestone]) -> list[Milestone]:
    """Without those reached before: a figure that fell and rose again is no news."""
    known = set(
        Milestone.objects.filter(
            unit__in={one.unit_id for one in milestones},
            day__in={one.day for one in milestones},
        ).values_list("unit_id", "kind", "day", "quantity")
    )
    return [
        one
        for one in milestones
        if (one.unit_id, one.kind, one.day, one.quantity) not in known
    ]


def _announce(
    milestone: Milestone, unit: Unit, last: Last, units: Mapping[int, Unit]
) -> None:
    event = CardKind.GOAL if milestone.is_goal else CardKind.MILESTONE
    of_team = unit.kind == UnitKind.TEAM
    data = milestone_data(milestone, unit, None if of_team else units[last.team_id])
    if of_team:
        shown = add_card(room=team_room(unit), kind=event, data=data, at=last.at)
        insert_with(shown, milestone)
    else:
        milestone.save()
    card = FeedCard(
        unit=unit,
        event=event,
        kind=milestone.kind,
        day=milestone.day,
        data=data,
        at=last.at,
    )
    insert_with(append(unit.feed, event, data, at=last.at), card)
