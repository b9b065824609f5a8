"""Whoever goes in the middle of a greeting or a change leaves nothing in the hub."""

import asyncio

import pytest

from hub.actions import changed, transaction
from hub.batch import CONTROL
from hub.threads import in_database
from tests.cast import assemble, token_of
from tests.hub.pipe import Pipe, running_hub

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 12
PATIENCE_TURNS = 1500


async def test_who_hangs_up_during_the_greeting_is_forgotten():
    _alice, token = await in_database(people)
    async with running_hub() as hub:
        for turns in range(TURNS):
            socket = Pipe(token)
            socket.send("hello")
            await some_time(turns)
            await socket.hang_up()

        await nothing_is_left(hub)


async def test_who_hangs_up_while_a_right_is_followed_is_forgotten():
    alice, token = await in_database(people)
    async with running_hub() as hub:
        for turns in range(TURNS):
            socket = Pipe(token)
            await socket.request("hello")
            await in_database(change, alice)
            await some_time(turns)
            await socket.hang_up()

        await nothing_is_left(hub)


async def some_time(turns):
    """A little more each time: something else is just going on."""
    for _turn in range(turns):
        await asyncio.sleep(0.001)


async def nothing_is_left(hub):
    """In the end: what was going on may have to find out first."""
    for _turn in range(PATIENCE_TURNS):
        if [stream.name for stream in hub.streams] == [CONTROL]:
            return
        await asyncio.sleep(0.01)
    assert [stream.name for stream in hub.streams] == [CONTROL]


def people():
    # Emptying the tables before a test takes the migration's row with it.
    cast = assemble()
    return cast.alice, token_of(cast.alice)


def change(user):
    with transaction():
        changed(user=user.pk)
