"""A small client of event streams: `GET /api/v1/streams/{stream}/events`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import httpx

from tests.client import PATIENCE_SECONDS
from tests.contract import Contract
from tests.server import Server


class Told(NamedTuple):
    """One event of the stream: what stood before the empty line."""

    type: str
    id: str
    frame: dict[str, Any]


class Ended(Exception):
    """The server ended the answer."""


class EventStream:
    """An answer that stays open. `position` and `retry` are what was told last."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.position = ""
        self.retry = 0
        self._lines = answer.aiter_lines()
        self._contract = Contract()

    async def next(self, patience: float = PATIENCE_SECONDS) -> Told:
        """The next event. A frame that is not as the contract says fails the test."""
        async with asyncio.timeout(patience):
            while not (fields := await self._block()).get("data"):
                pass
        frame = json.loads(fields["data"])
        self._contract.received(frame)
        return Told(fields["event"], fields.get("id", ""), frame)

    async def opened(self) -> str:
        """The position at which the stream is live, after what was missed."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "data" in (fields := await self._block()) or "id" not in fields:
                pass
        return fields["id"]

    async def ended(self, patience: float = PATIENCE_SECONDS) -> list[Told]:
        """What was still told before the end."""
        told = []
        try:
            async with asyncio.timeout(patience):
                while True:
                    told.append(await self.next())
        except Ended:
            return told

    async def _block(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        async for line in self._lines:
            if not line:
                self.position = fields.get("id", self.position)
                self.retry = int(fields.get("retry", self.retry))
                return fields
            name, _colon, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        raise Ended


@asynccontextmanager
async def listening(
    server: Server,
    name: str | None,
    stream: str,
    *,
    after: str = "",
    headers: dict[str, str] | None = None,
) -> AsyncIterator[EventStream]:
    """Opens an event stream as one of the cast; `answer` may also be a refusal."""
    bearer = {"authorization": f"Bearer {server.token(name)}"} if name else {}
    async with (
        httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_SECONDS) as client,
        client.stream(
            "GET",
            f"/api/v1/streams/{stream}/events",
            params={"after": after} if after else {},
            headers={**bearer, **(headers or {})},
        ) as answer,
    ):
        yield EventStream(answer)
