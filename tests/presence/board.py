"""What a client knows of a unit from the `presence` frames it got."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.client import PATIENCE_SECONDS, Socket
from tests.server import Server


class Board:
    """What a client holds of one unit: the full list, then the differences."""

    def __init__(self, socket: Socket, unit: str) -> None:
        self.socket, self.unit = socket, unit
        self.people: dict[str, str] = {}
        self.frame: dict[str, Any] = {}

    async def until(
        self, wanted: Callable[[Board], bool], patience: float = PATIENCE_SECONDS
    ) -> None:
        while not wanted(self):
            self.frame = await self.socket.wait_for(self._is_ours, patience)
            if "full" in self.frame:
                self.people = {}
            for kind in ("full", "joined", "changed"):
                for entry in self.frame.get(kind, []):
                    self.people[entry["user"]["id"]] = entry["state"]
            for user_id in self.frame.get("left", []):
                self.people.pop(user_id, None)

    def has(self, person: str, state: str | None) -> Callable[[Board], bool]:
        return lambda board: bool(board.frame) and board.people.get(person) == state

    def _is_ours(self, frame: dict[str, Any]) -> bool:
        return (frame["type"], frame.get("unit")) == ("presence", self.unit)


async def watch(server: Server, socket: Socket, unit: str) -> Board:
    ok = await socket.request("presence.watch", unit=server.unit(unit))
    assert ok["type"] == "ok"
    return Board(socket, server.unit(unit))
