"""Who is there, for other apps. Safe to call from any thread of this process."""

from collections.abc import Iterable

from presence.live import presence


def online(unit_id: int) -> int:
    """How many people are seen in the unit and below it."""
    return presence.tracker.online(unit_id)


def on_desk(unit_id: int) -> list[int]:
    """The ids of those who attend this office's or centre's desk right now."""
    return presence.tracker.on_desk(unit_id)


def online_among(user_ids: Iterable[int]) -> set[int]:
    """Those of the given people who are connected, the invisible ones too."""
    return {user for user in user_ids if presence.tracker.is_connected(user)}
