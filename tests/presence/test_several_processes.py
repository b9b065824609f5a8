"""Who is there, when everybody is connected to another process than who looks."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.conftest import Connect
from tests.presence.board import watch
from tests.redis_server import Redis
from tests.server import Server, two

# Longer than any process may be silent before its people are taken for gone.
LONG_SILENCE_S = 20.0


class House(NamedTuple):
    """One installation of two processes, and the Redis between them."""

    first: Server
    second: Server
    redis: Redis


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    redis = Redis(tmp_path_factory.mktemp("redis"))
    try:
        folder = tmp_path_factory.mktemp("house")
        with two(folder, REDIS_URL=redis.url) as (first, second):
            yield House(first, second, redis)
    finally:
        redis.kill()


@pytest.fixture
def people(house: House) -> dict[str, str]:
    return house.first.seeded["people"]


async def test_others_are_seen_to_come_and_change(
    house: House, connect: Connect, people: dict[str, str]
):
    alice = await connect(house.first, "alice")
    board = await watch(house.first, alice, "riverside")

    bob = await connect(house.second, "bob")
    await board.until(board.has(people["bob"], "online"))
    await bob.request("presence.set", state="on_shift")
    await board.until(board.has(people["bob"], "on_shift"))

    assert board.frame["online"] == 2


async def test_devices_in_both_count_once_and_hiding_on_one_hides_all(
    house: House, connect: Connect, people: dict[str, str]
):
    alice = await connect(house.first, "alice")
    board = await watch(house.first, alice, "riverside")
    phone = await connect(house.first, "bob")
    laptop = await connect(house.second, "bob")

    await phone.request("presence.set", state="away")
    await laptop.request("presence.set", state="on_shift")
    await board.until(board.has(people["bob"], "on_shift"))
    assert board.frame["online"] == 2

    await laptop.request("presence.set", state="on_shift", invisible=True)
    await board.until(board.has(people["bob"], None))
    await phone.request("presence.set", state="online", invisible=False)
    await board.until(board.has(people["bob"], "on_shift"))
    await laptop.close()
    await board.until(board.has(people["bob"], "online"))
    assert board.frame["online"] == 2


async def test_who_comes_back_to_the_other_process_never_left_the_desk(
    house: House, connect: Connect
):
    olive = await connect(house.first, "olive")
    board = await watch(house.first, olive, "akron")
    oscar = await connect(house.second, "oscar")
    await oscar.request("presence.set", state="on_desk")
    await board.until(lambda board: board.frame.get("on_desk") == 1)
    seen = len(olive.received)

    await oscar.close()
    await connect(house.first, "oscar")
    charlie = await connect(house.second, "charlie")
    await board.until(board.has(house.first.seeded["people"]["charlie"], "online"))
    await charlie.close()
    await board.until(board.has(house.first.seeded["people"]["charlie"], None))

    frames = [f for f in olive.received[seen:] if f["type"] == "presence"]
    assert {frame["on_desk"] for frame in frames} == {1}


async def test_a_question_finds_the_desk_that_is_attended_in_the_other_process(
    house: House, connect: Connect
):
    desk = f"desk:{house.first.unit('akron')}"
    olive = await connect(house.first, "olive")
    await olive.request("subscribe", stream=desk)
    board = await watch(house.first, olive, "akron")
    oscar = await connect(house.second, "oscar")
    await oscar.request("presence.set", state="on_desk")
    await board.until(lambda board: board.frame.get("on_desk") == 1)
    alice = await connect(house.first, "alice")

    asked = await alice.write("question.ask", text="Open late?", about="how_do_i")

    event = await olive.wait_event(desk, "question.asked")
    assert event["data"]["question"]["id"] == asked["question"]


async def test_typing_is_seen_in_the_other_process(house: House, connect: Connect):
    room = f"room:{house.first.room('riverside')}"
    alice = await connect(house.first, "alice")
    bob = await connect(house.second, "bob")
    for socket in (alice, bob):
        await socket.request("subscribe", stream=room)

    await alice.send({"type": "typing", "stream": room})

    typing = await bob.wait_type("typing")
    assert [user["name"] for user in typing["users"]] == ["Alice"]


async def test_who_is_removed_is_gone_in_the_other_process_too(
    house: House, connect: Connect, people: dict[str, str]
):
    olive = await connect(house.first, "olive")
    board = await watch(house.first, olive, "hillside")
    await connect(house.second, "charlie")
    await board.until(board.has(people["charlie"], "online"))

    house.first.manage(
        "shell",
        "-c",
        "from teams.models import Membership;"
        "from teams.actions import remove_member;"
        f"remove_member(membership=Membership.objects.get(user={people['charlie']}))",
    )

    await board.until(board.has(people["charlie"], None))


async def test_who_goes_with_a_drained_process_has_the_grace_to_come_back(
    house: House, connect: Connect, people: dict[str, str]
):
    third = house.first.beside()
    third.start()
    alice = await connect(house.first, "alice")
    board = await watch(house.first, alice, "riverside")
    bob = await connect(third, "bob")
    await bob.request("presence.set", state="on_shift")
    await board.until(board.has(people["bob"], "on_shift"))

    stopping = asyncio.create_task(asyncio.to_thread(third.stop))
    await bob.wait_for(lambda frame: frame["type"] == "bye")
    again = await connect(house.second, "bob")
    await stopping
    await alice.request("presence.set", state="on_shift")
    await board.until(board.has(people["alice"], "on_shift"))
    await again.request("presence.set", state="away")
    await board.until(board.has(people["bob"], "away"))

    frames = [f for f in alice.received if f["type"] == "presence"]
    assert not any(people["bob"] in frame.get("left", []) for frame in frames)


async def test_people_of_a_killed_or_stopped_process_are_gone_within_20_s(
    house: House, connect: Connect, people: dict[str, str]
):
    stopped, killed = house.second, house.first.beside()
    killed.start()
    try:
        olive = await connect(house.first, "olive")
        board = await watch(house.first, olive, "akron")
        bob = await connect(stopped, "bob")
        of_bob = await watch(stopped, bob, "riverside")
        alice = await connect(killed, "alice")
        await alice.request("presence.set", state="online")
        await board.until(board.has(people["alice"], "online"))
        await board.until(board.has(people["bob"], "online"))
        await of_bob.until(of_bob.has(people["alice"], "online"))
        seen = {socket: len(socket.received) for socket in (olive, bob)}

        os.kill(stopped.pid, signal.SIGSTOP)
        killed.kill()
        alice = await connect(house.first, "alice")
        await board.until(board.has(people["bob"], None), LONG_SILENCE_S)
    finally:
        os.kill(stopped.pid, signal.SIGCONT)
        killed.kill()

    assert "A process was not heard" in house.first.log.read_text()
    await board.until(board.has(people["bob"], "online"))
    await alice.request("presence.set", state="on_shift")
    await of_bob.until(of_bob.has(people["alice"], "on_shift"))
    for socket, before in seen.items():
        frames = [f for f in socket.received[before:] if f["type"] == "presence"]
        assert not any(people["alice"] in frame.get("left", []) for frame in frames)


async def test_while_redis_is_away_nobody_goes_and_then_the_news_come(
    house: House, connect: Connect, people: dict[str, str]
):
    alice = await connect(house.first, "alice")
    board = await watch(house.first, alice, "riverside")
    bob = await connect(house.second, "bob")
    await board.until(board.has(people["bob"], "online"))

    house.redis.kill()
    await bob.request("presence.set", state="on_shift")
    with pytest.raises(TimeoutError):
        await board.until(board.has(people["bob"], None), LONG_SILENCE_S)
    house.redis.start()

    await board.until(board.has(people["bob"], "on_shift"))
