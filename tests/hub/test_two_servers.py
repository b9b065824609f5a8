"""Two servers of one installation, each on a port of its own, over Redis."""

import asyncio
import time
import uuid

import httpx
import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from websockets.exceptions import InvalidStatus

from tests.client import Closed, Socket
from tests.redis_server import Redis
from tests.server import two

A_SECOND = 1.0
A_MOMENT = 2.0
ROUNDS = 5
CSRF = "a" * 32
commands = st.lists(
    st.tuples(
        st.sampled_from(["post", "edit", "read", "report", "ask"]), st.integers(0, 3)
    ),
    min_size=4,
    max_size=12,
)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    with two(tmp_path_factory.mktemp("both")) as servers:
        yield servers


@pytest.fixture(scope="module")
def limited(tmp_path_factory):
    with two(tmp_path_factory.mktemp("limited"), LIMITS="on") as servers:
        yield servers


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    with two(
        tmp_path_factory.mktemp("proxied"),
        arguments=["--proxy-headers"],
        LIMITS="on",
        SOCKETS_PER_ADDRESS="4",
    ) as servers:
        yield servers


@pytest.mark.guarantee("G4")
async def test_what_one_takes_the_other_delivers(both, connect):
    first, second = both
    room = first.room("riverside")
    bob = await connect(second, "bob")
    await bob.request("subscribe", stream=f"room:{room}")
    alice = await connect(first, "alice")

    reply = await alice.write("message.post", room=room, text="Over there?")

    event = await bob.wait_event(f"room:{room}")
    assert event["seq"] == reply["seq"]


@pytest.mark.guarantee("G7")
async def test_who_signs_out_at_one_server_is_out_at_the_other(both):
    first, second = both
    async with await with_cookie(second, "olive") as olive:
        await olive.hello()

        await sign_out(first, "olive")

        assert await olive.wait_closed(A_SECOND) == 4003


@pytest.mark.guarantee("G7")
async def test_without_redis_it_takes_two_seconds_at_most(tmp_path_factory):
    with (
        Redis(tmp_path_factory.mktemp("redis")) as redis,
        two(tmp_path_factory.mktemp("cut"), REDIS_URL=redis.url) as (first, second),
    ):
        async with await with_cookie(second, "olive") as olive:
            await olive.hello()
            redis.kill()

            await sign_out(first, "olive")

            assert await olive.wait_closed(A_MOMENT) == 4003


async def test_of_two_who_claim_at_two_servers_one_gets_it(both, connect):
    first, second = both
    alice = await connect(first, "alice")
    oscar, diana = await connect(first, "oscar"), await connect(second, "diana")
    for number in range(ROUNDS):
        asked = await alice.write(
            "question.ask", text=f"Is it open on day {number}?", about="how_do_i"
        )

        claims = await asyncio.gather(
            *(
                person.write("question.claim", question=asked["question"])
                for person in (oscar, diana)
            )
        )

        assert sorted(claim["type"] for claim in claims) == ["error", "ok"]
        lost = next(claim for claim in claims if claim["type"] == "error")
        assert lost["code"] == "conflict"


@pytest.mark.guarantee("G3")
async def test_the_same_client_id_at_both_at_once_is_one_message(both, connect):
    here, there = [await connect(server, "alice") for server in both]
    room = both[0].room("riverside")
    for number in range(ROUNDS):
        client_id = str(uuid.uuid4())

        replies = await asyncio.gather(
            *(
                socket.write(
                    "message.post", room=room, text=f"{number}", client_id=client_id
                )
                for socket in (here, there)
            )
        )

        assert sorted(reply["duplicate"] for reply in replies) == [False, True]
        assert len({(reply["message"], reply["seq"]) for reply in replies}) == 1


@settings(
    deadline=None,
    max_examples=12,
    # Each takes a moment, and a smaller one that fails tells no more.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(here=commands, there=commands)
def test_writes_at_both_over_the_same_streams_never_deadlock(both, here, there):
    asyncio.run(write_at_both(both, here, there))

    with psycopg.connect(both[0].database_url) as database:
        row = database.execute(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    assert row == (0,)
    for server in both:
        assert "going one by one" not in server.log.read_text()


async def test_writes_at_both_count_against_one_limit(limited, connect):
    here, there = [await connect(server, "alice") for server in limited]
    room = limited[0].room("riverside")

    for _number in range(40):
        assert (await post(here, room))["type"] == "ok"
    more = 0
    while (reply := await post(there, room))["type"] == "ok":
        more += 1

    assert reply["code"] == "rate_limited"
    # Of 60; what the other had not heard of yet is let in twice.
    assert 20 <= more <= 26


async def test_sockets_at_both_count_against_one_limit(limited):
    first, second = limited
    here = [await greeted(first, "bob") for _number in range(12)]
    there = [await greeted(second, "bob") for _number in range(8)]

    with pytest.raises(Closed) as refused:
        await greeted(second, "bob")

    assert refused.value.code == 4113
    for socket in [*here, *there]:
        await socket.close()
    await until_greeted(second, "bob")


async def test_sockets_of_an_address_count_at_both_servers(proxied):
    first, second = proxied
    here = [await greeted_from(first, "192.0.2.1") for _number in range(2)]
    there = [await greeted_from(second, "192.0.2.1") for _number in range(2)]

    for server in proxied:
        await until_answered(server, "192.0.2.1", 503)
        await until_answered(server, "192.0.2.2", 101)
    for socket in here:
        await socket.close()
    await until_answered(second, "192.0.2.1", 101)

    for socket in there:
        await socket.close()


async def write_at_both(both, here, there):
    """Alice at two sockets of each server: her commands at once, in both directions."""
    sockets = [await greeted(server, "alice") for server in both for _twice in range(2)]
    wanted = [here, here[::-1], there, there[::-1]]
    room = both[0].room("riverside")
    old = [(await post(sockets[0], room))["message"] for _number in range(4)]

    replies = await asyncio.gather(
        *(
            say_all(socket, [frame(both[0], old, *command) for command in commands])
            for socket, commands in zip(sockets, wanted, strict=True)
        )
    )

    for socket in sockets:
        await socket.close()
    # Of two who edit the same message at once, the second is told.
    assert {reply.get("code", "ok") for of_one in replies for reply in of_one} <= {
        "ok",
        "conflict",
    }


async def say_all(socket, frames):
    """Everything at once; then the replies, in order."""
    refs = [socket.next_ref() for _frame in frames]
    for ref, fields in zip(refs, frames, strict=True):
        await socket.send({**fields, "ref": ref})
    return [
        await socket.wait_for(lambda reply, ref=ref: reply.get("ref") == ref)
        for ref in refs
    ]


def frame(server, old, kind, number):
    room, team = server.room("riverside"), server.unit("riverside")
    streams = f"room:{room}", f"feed:{team}"
    fields = {
        "post": {"type": "message.post", "room": room, "text": "new"},
        "edit": {"type": "message.edit", "message": old[number], "text": "new"},
        "report": {
            "type": "report.file",
            "team": team,
            "kind": ("doors", "calls")[number % 2],
            "quantity": 1,
        },
        "ask": {"type": "question.ask", "text": "Which is it?", "about": "how_do_i"},
    }
    if kind == "read":
        return {"type": "stream.read", "stream": streams[number % 2], "seq": number + 1}
    return {**fields[kind], "client_id": str(uuid.uuid4())}


async def post(socket, room):
    return await socket.write("message.post", room=room, text="Once more")


async def greeted(server, name):
    socket = await Socket.open(server.socket_url, server.token(name))
    try:
        await socket.hello()
    except Closed:
        await socket.close()
        raise
    return socket


async def until_greeted(server, name):
    give_up_at = time.monotonic() + 20
    while time.monotonic() < give_up_at:
        try:
            socket = await greeted(server, name)
        except Closed:
            await asyncio.sleep(0.1)
        else:
            await socket.close()
            return
    raise AssertionError("Nobody hears that the sockets are closed.")


async def come_from(server, address):
    headers = {"X-Forwarded-For": address}
    return await Socket.open(server.socket_url, server.token("bob"), headers=headers)


async def greeted_from(server, address):
    """One that stays: who says no hello is closed after five seconds."""
    socket = await come_from(server, address)
    await socket.hello()
    return socket


async def test_wrong_spoken_codes_are_counted_by_both_together(limited):
    first, second = limited
    async with httpx.AsyncClient(trust_env=False) as http:
        made = await http.post(
            f"{first.url}/api/v1/invitations",
            json={"unit": first.unit("riverside"), "kind": "spoken"},
            headers={"Authorization": f"Bearer {first.token('bob')}"},
        )
        right = made.json()["code"]
        wrong = [await spell(http, first, "111111111") for _guess in range(10)]

        # The right code is no guess: only the other's ten can have shut the door.
        give_up_at = time.monotonic() + 20
        while (said := await spell(http, second, right)) == 200:
            assert time.monotonic() < give_up_at
            await asyncio.sleep(0.05)

    assert wrong == [403] * 10
    assert said == 429


async def spell(http, server, code):
    """A spoken code from one browser; gives the answer's status."""
    answer = await http.post(
        f"{server.url}/api/v1/invitations/look",
        json={"secret": code},
        headers={
            "Cookie": f"csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Origin": server.url,
        },
    )
    return answer.status_code


async def until_answered(server, address, status):
    """Comes from there, and goes at once, until that is the answer."""
    give_up_at = time.monotonic() + 20
    while time.monotonic() < give_up_at:
        try:
            socket = await come_from(server, address)
        except InvalidStatus as refused:
            answer = refused.response.status_code
        else:
            await socket.close()
            answer = 101
        if answer == status:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{address} is never answered with {status}.")


async def with_cookie(server, name):
    session = server.session_cookie(name)["value"]
    headers = {"Cookie": f"session={session}", "Origin": server.url}
    return await Socket.open(server.socket_url, headers=headers)


async def sign_out(server, name):
    session = server.session_cookie(name)["value"]
    async with httpx.AsyncClient(base_url=server.url) as client:
        answer = await client.delete(
            "/_allauth/browser/v1/auth/session",
            headers={
                "Cookie": f"session={session}; csrftoken={CSRF}",
                "X-CSRFToken": CSRF,
                "Origin": server.url,
            },
        )
    assert answer.status_code == 401, answer.text  # that is: nobody is signed in now
