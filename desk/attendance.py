"""Who sits at which desk, and who is there at all, as presence knows it."""

from collections.abc import Iterable

from presence import queries as presence


def is_attended(desk_id: int) -> bool:
    return bool(presence.on_desk(desk_id))


def online_among(user_ids: Iterable[int]) -> set[int]:
    return presence.online_among(user_ids)
