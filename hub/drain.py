"""Goes without losing anything: nobody new, what was begun is finished, goodbye."""

import asyncio
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings

from hub.close_codes import CloseCode
from hub.connection import Connection
from hub.routing import routing

if TYPE_CHECKING:
    from hub.live import Hub

CLOSED_TOGETHER = 200
CLOSED_PER_SECOND = 1000
CLOSED_WITHIN_S = 6.0
FINISHED_WITHIN_S = 6.0
ANSWERED_WITHIN_S = 1.0
LOOK_EVERY_S = 0.01
COME_BACK_MS = 500
COME_BACK_WITHIN_MS = 5000


async def drain(hub: "Hub") -> None:
    """Writes that were taken are acknowledged, later ones are `unavailable`.

    Few sockets are gone in a moment, many over some seconds; it takes 20 s at most.
    """
    hub.draining = True
    hub.writer.take_no_more()
    sockets = hub.sockets()
    _soonest, latest_ms = come_back_ms(len(sockets))
    for hook in routing().on_drain:
        hook(hub, latest_ms / 1000)
    await _say_bye(sockets, "draining")
    await until(lambda: hub.writer.idle, FINISHED_WITHIN_S)
    await _close(sockets)
    await until(lambda: not hub.connections, ANSWERED_WITHIN_S)
    await hub.lease.release()
    await until(lambda: hub.bus.is_idle, ANSWERED_WITHIN_S)
    hub.stop()


async def send_away(sockets: list[Connection], reason: str) -> None:
    """Tells each when to come back, and closes it with 4100."""
    await _say_bye(sockets, reason)
    await _close(sockets)


async def until(done: Callable[[], bool], within_s: float) -> bool:
    """Whether it came true in time."""
    give_up_at = time.monotonic() + within_s
    while not done():
        if time.monotonic() > give_up_at:
            return False
        await asyncio.sleep(LOOK_EVERY_S)
    return True


def come_back_ms(sockets: int) -> tuple[int, int]:
    """When to return: spread over as long as it takes to greet that many again."""
    spread = round(sockets / settings.CONNECTS_PER_SECOND * 1000)
    return COME_BACK_MS, max(COME_BACK_WITHIN_MS, COME_BACK_MS + spread)


async def _say_bye(sockets: list[Connection], reason: str) -> None:
    bye: dict[str, object] = {
        "type": "bye",
        "code": int(CloseCode.DRAINING),
        "reason": reason,
        "retry_after_ms": come_back_ms(len(sockets)),
    }
    for some in _slices(sockets):
        for socket in some:
            socket.send(bye)
        await asyncio.sleep(0)


async def _close(sockets: list[Connection]) -> None:
    """Slice by slice, each socket behind the replies that it still waits for."""
    slices = list(_slices(sockets))
    pause_s = min(
        CLOSED_TOGETHER / CLOSED_PER_SECOND, CLOSED_WITHIN_S / max(1, len(slices))
    )
    for number, some in enumerate(slices):
        if number:
            await asyncio.sleep(pause_s)
        await until(partial(_all_answered, some), pause_s)
        for socket in some:
            socket.close(CloseCode.DRAINING)


def _all_answered(sockets: list[Connection]) -> bool:
    return not any(socket.in_flight for socket in sockets)


def _slices(sockets: list[Connection]) -> Iterable[list[Connection]]:
    for start in range(0, len(sockets), CLOSED_TOGETHER):
        yield sockets[start : start + CLOSED_TOGETHER]
