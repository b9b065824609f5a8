"""Who is there, in all processes, for other apps. Safe to call from any thread."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from presence.live import presence
from teams.models import Unit


def online(unit_id: int) -> int:
    """How many people are seen in the unit and below it."""
    return presence.tracker.online(unit_id)


def on_desk(unit_id: int) -> list[int]:
    """The ids of those who attend this office's or centre's desk right now."""
    return presence.tracker.on_desk(unit_id)


def online_among(user_ids: Iterable[int]) -> set[int]:
    """Those of the given people who are connected, the invisible ones too."""
    return {user for user in user_ids if presence.tracker.is_connected(user)}


def is_certain() -> bool:
    """Whether who is not `online_among` others is gone, or may be just not heard of.

    False right after the start, and while the bus is away: nobody may lose anything
    for not being seen then.
    """
    return presence.is_certain


def people_there(user_ids: Collection[int]) -> Mapping[int, Mapping[str, object]]:
    """`presence` of those of the given people who are seen right now."""
    shown = {pk: presence.tracker.shown(pk) for pk in user_ids}
    return {pk: {"presence": state.value} for pk, state in shown.items() if state}


def places_there(
    units: Sequence[Unit], _under: Unit | None
) -> Mapping[int, Mapping[str, object]]:
    """`online`: how many people are seen in and below each of the places."""
    return {unit.pk: {"online": online(unit.pk)} for unit in units}
