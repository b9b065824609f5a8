"""Look-ups that come while another one runs go into the next one together."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from django.db import DatabaseError

from hub.threads import in_gatherer

TOGETHER_AT_MOST = 128
Asked = TypeVar("Asked")
Found = TypeVar("Found")


class _Waiting(NamedTuple, Generic[Asked, Found]):
    asked: Asked
    answer: "asyncio.Future[Found]"


class Together(Generic[Asked, Found]):
    """Gathers what is asked at the same time: a storm of sockets costs few queries.

    `look_up` gets a list and returns as many answers, in order, in a database thread.
    When it fails for several, each is asked alone, so that a bad question hurts only
    itself; but a database that is away is not asked by each.
    """

    def __init__(self, look_up: Callable[[Sequence[Asked]], Sequence[Found]]) -> None:
        self._look_up = look_up
        self._waiting: list[_Waiting[Asked, Found]] = []
        self._running: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Found:
        """The answer; raises what `look_up` raises for this one alone."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Found] = loop.create_future()
        self._waiting.append(_Waiting(asked, answer))
        if self._running is None:
            self._running = loop.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                taken = self._waiting[:TOGETHER_AT_MOST]
                del self._waiting[:TOGETHER_AT_MOST]
                await self._answer(taken)
        finally:
            self._running = None

    async def _answer(self, taken: list[_Waiting[Asked, Found]]) -> None:
        try:
            found = await in_gatherer(
                self._look_up, [waiting.asked for waiting in taken]
            )
        except Exception as error:
            if len(taken) > 1 and not isinstance(error, DatabaseError):
                for waiting in taken:
                    await self._answer([waiting])
                return
            for waiting in taken:
                if not waiting.answer.done():
                    waiting.answer.set_exception(error)
            return
        for waiting, one in zip(taken, found, strict=True):
            if not waiting.answer.done():
                waiting.answer.set_result(one)
