"""Who is let in, and who is told to come back before anything was spent on them."""

import asyncio

import pytest
from websockets.exceptions import InvalidStatus

from hub.counts import counts
from hub.serving.admission import Admission, Bucket
from tests.client import Socket
from tests.server import running


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_lets_its_rate_through_and_saves_one_second():
    clock = Clock()
    bucket = Bucket(5, clock=clock)

    assert [bucket.take() for _ in range(6)] == [True] * 5 + [False]
    clock.now += 0.2
    assert [bucket.take() for _ in range(2)] == [True, False]
    clock.now += 60
    assert [bucket.take() for _ in range(6)] == [True] * 5 + [False]


def test_a_bucket_of_less_than_one_a_second_fills_up_too():
    clock = Clock()
    bucket = Bucket(0.5, clock=clock)

    assert not bucket.take()
    clock.now += 2
    assert bucket.take()


class Comer:
    """A handshake: what was said to it."""

    def __init__(self) -> None:
        self.told = ""
        self.gone = False

    def let_in(self) -> None:
        self.told = "come in"

    def turn_away(self) -> None:
        self.told = "come back"


def said(admission: Admission, address: str | None, *, anonymous: bool = False) -> str:
    comer = Comer()
    admission.ask(comer, address, anonymous=anonymous)
    return comer.told


async def test_strangers_take_nothing_from_those_who_come_back(settings):
    settings.LIMITS = True
    settings.ANONYMOUS_CONNECTS_PER_SECOND = 2
    settings.CONNECTS_PER_SECOND = 30
    admission = Admission()

    strangers = [said(admission, "192.0.2.1", anonymous=True) for _ in range(50)]
    people = [said(admission, "192.0.2.2") for _ in range(3)]

    assert strangers == ["come in"] * 2 + ["come back"] * 48
    assert people == ["come in"] * 3


async def test_who_comes_in_a_crowd_is_held_and_let_in_in_order(settings):
    settings.LIMITS = True
    settings.CONNECTS_PER_SECOND = 20
    admission = Admission()
    comers = [Comer() for _ in range(10)]
    gone = comers[4]
    for comer in comers:
        admission.ask(comer, "192.0.2.1", anonymous=False)
    assert [comer.told for comer in comers] == ["come in"] * 2 + [""] * 8
    gone.gone = True

    seen = 0
    for _ in range(500):
        inside = [comer.told == "come in" for comer in comers if comer is not gone]
        assert inside == sorted(inside, reverse=True)
        seen = sum(inside)
        if seen == 9:
            break
        await asyncio.sleep(0.01)
    assert (seen, gone.told) == (9, "")


async def test_a_longer_queue_than_can_be_greeted_is_turned_away(settings):
    settings.LIMITS = True
    settings.CONNECTS_PER_SECOND = 5
    before = counts.turned_away.copy()
    admission = Admission()
    comers = [Comer() for _ in range(60)]

    for comer in comers:
        admission.ask(comer, "192.0.2.1", anonymous=False)

    assert sum(comer.told == "come back" for comer in comers) >= 39
    assert counts.turned_away["full"] >= before["full"] + 39
    for _ in range(1000):
        if all(comer.told for comer in comers):
            break
        await asyncio.sleep(0.01)
    # Nobody waits for longer than a client does.
    assert all(comer.told for comer in comers)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::5", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
    ],
)
async def test_an_address_has_its_share_of_sockets(settings, one, same):
    settings.LIMITS = True
    settings.SOCKETS_PER_ADDRESS = 2
    admission = Admission()
    admission.opened(one)
    admission.opened(same)

    assert said(admission, same) == "come back"
    assert said(admission, "198.51.100.1") == "come in"
    assert said(admission, "2001:db8:1:3::5") == "come in"

    admission.closed(one)
    assert said(admission, same) == "come in"


@pytest.mark.parametrize("address", [None, "", "127.0.0.1", "::1", "unix"])
async def test_this_machine_itself_is_not_counted(settings, address):
    settings.LIMITS = True
    settings.SOCKETS_PER_ADDRESS = 1
    admission = Admission()
    for _ in range(5):
        admission.opened(address)

    assert said(admission, address) == "come in"


async def test_without_limits_everybody_is_let_in(settings):
    settings.LIMITS = False
    settings.ANONYMOUS_CONNECTS_PER_SECOND = 0.1

    assert said(Admission(), "192.0.2.1", anonymous=True) == "come in"


async def test_too_many_handshakes_get_503_and_are_let_in_later(tmp_path):
    with running(tmp_path, LIMITS="on", CONNECTS_PER_SECOND="5") as server:
        answers = await asyncio.gather(*(handshake(server) for _ in range(60)))
        assert answers.count(101) >= 10
        assert answers.count(503) >= 20
        assert set(answers) == {101, 503}

        # Whoever comes back when told is let in, and served.
        for wait_s in range(20):
            await asyncio.sleep(wait_s)
            if await handshake(server) == 101:
                break
        else:
            raise AssertionError("never let in")


async def test_addresses_behind_a_proxy_are_counted_one_by_one(tmp_path):
    with running(
        tmp_path,
        arguments=["--proxy-headers"],
        LIMITS="on",
        SOCKETS_PER_ADDRESS="2",
    ) as server:
        one, other = ({"X-Forwarded-For": f"192.0.2.{host}"} for host in (1, 2))
        token = server.token("alice")
        first = await Socket.open(server.socket_url, token, headers=one)
        second = await Socket.open(server.socket_url, token, headers=one)
        await second.hello()

        with pytest.raises(InvalidStatus) as refused:
            await Socket.open(server.socket_url, token, headers=one)
        assert refused.value.response.status_code == 503
        assert int(refused.value.response.headers["Retry-After"]) >= 1

        async with await Socket.open(server.socket_url, token, headers=other) as third:
            await third.hello()
        await first.close()
        async with await Socket.open(server.socket_url, token, headers=one) as again:
            await again.hello()
        await second.close()


async def handshake(server) -> int:
    """The status of one attempt, closed at once."""
    try:
        socket = await Socket.open(server.socket_url, server.token("alice"))
    except InvalidStatus as refused:
        return refused.response.status_code
    await socket.close()
    return 101
