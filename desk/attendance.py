"""Who sits at which desk, and who is there at all, as presence knows it."""

from collections.abc import Iterable

from presence import queries as presence


def people_at(desk_id: int) -> list[int]:
    return presence.on_desk(desk_id)


def is_certain() -> bool:
    """False while somebody may be online of whom this process has not heard."""
    return presence.is_certain()


def online_among(user_ids: Iterable[int]) -> set[int]:
    return presence.online_among(user_ids)
