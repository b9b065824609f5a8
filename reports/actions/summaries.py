"""Cards of offices and above: one for each kind and hour, growing with its reports."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from django.db.models import Q

from hub.actions import append, insert_with
from hub.clock import wire_time
from reports.days import campaign_days
from reports.models import LATER, CardKind, Delta, FeedCard, Total
from reports.queries.figures import Slot, UnitDay, folded_day_figures
from teams.models import Unit, UnitKind
from teams.queries import unit_shape

TEAMS_NAMED = 3
Fields = dict[str, object]


def announce_summaries(deltas: Sequence[Delta]) -> None:
    """One event for each card that changed, whatever the number of reports."""
    latest = _latest(deltas)
    if not latest:
        return
    units = _units_above_teams(latest)
    cards = _cards(latest)
    hours = _hour_totals(latest, units)
    teams = [total for total in hours if total.unit.kind == UnitKind.TEAM]
    own = {Slot(t.unit_id, t.kind, t.day, t.hour): t.quantity for t in hours}
    of_day = folded_day_figures({UnitDay(*slot[:3]) for slot in latest})
    for slot, at in latest.items():
        if slot.unit_id in units:
            unit = units[slot.unit_id]
            data = _data(slot, at, unit, _below(teams, slot, unit))
            # Not the teams' sum: one that was moved made its earlier part elsewhere.
            data["quantity"] = own.get(slot, 0)
            data["total"] = of_day[UnitDay(*slot[:3])]
            _announce(slot, at, unit, data, cards.get(slot))
    FeedCard.objects.bulk_update(
        [card for slot, card in cards.items() if slot in latest], ["data"]
    )


def _latest(deltas: Iterable[Delta]) -> dict[Slot, datetime]:
    """Which hours of which units changed, and when last. A late report has no hour."""
    latest: dict[Slot, datetime] = {}
    for delta in deltas:
        if delta.hour == LATER:
            continue
        for unit_id in delta.unit_ids:
            slot = Slot(unit_id, delta.kind, delta.day, delta.hour)
            latest[slot] = max(delta.at, latest.get(slot, delta.at))
    return latest


def _units_above_teams(slots: Iterable[Slot]) -> Mapping[int, Unit]:
    touched = Unit.objects.filter(pk__in={slot.unit_id for slot in slots})
    return {unit.pk: unit for unit in touched.exclude(kind=UnitKind.TEAM)}


def _cards(slots: Iterable[Slot]) -> dict[Slot, FeedCard]:
    slots = list(slots)
    found = FeedCard.objects.filter(
        event=CardKind.SUMMARY,
        unit__in={slot.unit_id for slot in slots},
        day__in={slot.day for slot in slots},
        hour__in={slot.hour for slot in slots},
    )
    return {
        Slot(card.unit_id, card.kind, card.day, card.hour): card
        for card in found
        if card.hour is not None
    }


def _hour_totals(slots: Iterable[Slot], units: Iterable[int]) -> list[Total]:
    """Of those hours: the teams' and these units', the largest first."""
    hours = Q(pk__in=[])
    for kind, day, hour in {slot[1:] for slot in slots}:
        hours |= Q(kind=kind, day=day, hour=hour)
    asked = Q(unit__kind=UnitKind.TEAM) | Q(unit__in=units)
    totals = Total.objects.filter(hours, asked, quantity__gt=0)
    return sorted(
        totals.select_related("unit"), key=attrgetter("quantity"), reverse=True
    )


def _below(teams: Iterable[Total], slot: Slot, unit: Unit) -> list[Total]:
    return [
        total
        for total in teams
        if (total.kind, total.day, total.hour) == slot[1:]
        and total.unit.path.startswith(unit.path)
    ]


def _announce(
    slot: Slot, at: datetime, unit: Unit, data: Fields, card: FeedCard | None
) -> None:
    event = append(unit.feed, CardKind.SUMMARY, data, at=at)
    if card is not None:
        card.data = data
        return
    made = FeedCard(
        unit=unit,
        event=CardKind.SUMMARY,
        kind=slot.kind,
        day=slot.day,
        hour=slot.hour,
        data=data,
        at=at,
    )
    insert_with(event, made)


def _data(slot: Slot, at: datetime, unit: Unit, teams: Sequence[Total]) -> Fields:
    return {
        "kind": slot.kind,
        "unit": unit_shape(unit),
        "day": slot.day.isoformat(),
        "teams": len(teams),
        "top": [
            {"team": total.unit.name, "quantity": total.quantity}
            for total in teams[:TEAMS_NAMED]
        ],
        "from": wire_time(campaign_days().hour_began(slot.day, slot.hour)),
        "to": wire_time(at),
    }
