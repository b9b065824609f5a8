"""Look-ups that come at the same time are done together, and fail alone."""

import asyncio

import pytest
from django.db import OperationalError

from hub.together import Together


@pytest.fixture
def asked():
    return []


@pytest.fixture
def doubled(asked):
    def look_up(numbers):
        asked.append(list(numbers))
        if 13 in numbers:
            raise ValueError("unlucky")
        return [2 * number for number in numbers]

    return Together(look_up)


async def test_what_comes_while_one_runs_goes_into_the_next(doubled, asked):
    answers = await asyncio.gather(*(doubled.ask(number) for number in range(50, 99)))

    assert answers == [2 * number for number in range(50, 99)]
    assert len(asked) <= 2


async def test_a_bad_question_fails_alone(doubled):
    answers = await asyncio.gather(
        *(doubled.ask(number) for number in (1, 13, 2)), return_exceptions=True
    )

    assert answers[0::2] == [2, 4]
    assert isinstance(answers[1], ValueError)


async def test_a_database_that_is_away_is_not_asked_by_each():
    calls = []

    def away(numbers):
        calls.append(numbers)
        raise OperationalError("away")

    together = Together(away)
    answers = await asyncio.gather(
        *(together.ask(number) for number in range(20)), return_exceptions=True
    )

    assert all(isinstance(answer, OperationalError) for answer in answers)
    assert len(calls) <= 2


async def test_who_no_longer_waits_holds_nobody_up(doubled):
    gone = asyncio.ensure_future(doubled.ask(1))
    await asyncio.sleep(0)
    gone.cancel()

    assert await doubled.ask(2) == 4
