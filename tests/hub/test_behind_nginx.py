"""The server behind nginx, set up as docs/running.md says."""

import asyncio
import contextlib

import httpx
import pytest
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import InvalidStatus

from tests.browser.mail import code_mailed
from tests.client import SUBPROTOCOL, Socket
from tests.event_stream import EventStream
from tests.nginx import NAME, in_front_of
from tests.server import running

ORIGIN = f"https://{NAME}"
FORGED = {"X-Forwarded-For": "192.0.2.7"}


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """A server that believes the proxy, and the proxy."""
    folder = tmp_path_factory.mktemp("behind")
    with (
        running(
            folder,
            arguments=["--proxy-headers"],
            PUBLIC_URL=ORIGIN,
            LIMITS="on",
            SOCKETS_PER_ADDRESS="2",
            ANONYMOUS_CONNECTS_PER_SECOND="1",
        ) as server,
        in_front_of(server.port, folder) as nginx,
    ):
        yield server, nginx


@pytest.fixture
async def client(behind):
    _server, nginx = behind
    async with httpx.AsyncClient(
        base_url=f"https://127.0.0.1:{nginx.port}",
        verify=nginx.trust,
        headers={"Host": NAME, "Origin": ORIGIN},
        trust_env=False,
        timeout=30,
    ) as client:
        yield client


async def test_the_sign_in_page_comes_as_the_server_gives_it(behind, client):
    server, _nginx = behind

    page = await get(client, "/signin")

    given = await client.get(f"{server.url}/signin")
    assert (page.status_code, page.text) == (given.status_code, given.text)
    for header in ("Content-Type", "Content-Security-Policy", "Cache-Control"):
        assert page.headers.get(header) == given.headers.get(header)


async def test_who_signs_in_by_code_opens_a_socket_with_the_cookie(behind, client):
    server, _nginx = behind
    cookies = dict((await get(client, "/api/v1/boot")).cookies)
    for step, ask in (
        ("request", lambda: {"email": "bob@example.org"}),
        ("confirm", lambda: {"code": code_mailed(server, "bob@example.org")}),
    ):
        answer = await client.post(
            f"/_allauth/browser/v1/auth/code/{step}",
            json=ask(),
            headers={"X-CSRFToken": cookies["csrftoken"], "Cookie": joined(cookies)},
            extensions={"sni_hostname": NAME},
        )
        cookies |= dict(answer.cookies)

    assert answer.status_code == 200
    assert "__Host-session" in cookies
    by_cookie = {"Origin": ORIGIN, "Cookie": joined(cookies)}
    async with Socket(await opened(behind, by_cookie)) as bob:
        assert (await bob.hello())["user"]["name"] == "Bob"


async def test_what_is_posted_comes_live_over_a_socket(behind):
    server, _nginx = behind
    room = server.room("riverside")
    async with socket(behind, "bob") as bob, socket(behind, "alice") as alice:
        await bob.request("subscribe", stream=f"room:{room}")

        posted = await alice.write("message.post", room=room, text="Through it")

        assert (await bob.wait_event(f"room:{room}"))["seq"] == posted["seq"]


async def test_an_event_stream_is_not_held_back(behind, client):
    server, _nginx = behind
    room = server.room("riverside")
    asking = client.stream(
        "GET",
        f"/api/v1/streams/room:{room}/events",
        headers={"Authorization": f"Bearer {server.token('bob')}"},
        extensions={"sni_hostname": NAME},
    )
    async with asking as answer, socket(behind, "alice") as alice:
        events = EventStream(answer)
        await events.opened()
        for text in ("One", "Two"):
            await alice.write("message.post", room=room, text=text)

            told = await events.next()

            assert told.frame["data"]["message"]["text"] == text


async def test_an_address_that_a_client_makes_up_is_not_believed(behind):
    server, _nginx = behind
    async with contextlib.AsyncExitStack() as stack:
        # Of one address there may be two; these are of the one that nginx sees.
        for _number in range(3):
            opening = socket(behind, "alice", headers=FORGED)
            await stack.enter_async_context(opening)
        # The server by itself believes it: that is why nginx must overwrite it.
        for _number in range(2):
            opening = await Socket.open(
                server.socket_url, server.token("bob"), headers=FORGED
            )
            await stack.enter_async_context(opening)
        with pytest.raises(InvalidStatus) as refused:
            await Socket.open(server.socket_url, server.token("bob"), headers=FORGED)
    assert refused.value.response.status_code == 503


async def test_who_is_behind_it_is_not_on_this_machine(behind, client):
    assert (await get(client, "/metrics", headers=FORGED)).status_code == 404
    assert (await get(client, "/healthz")).status_code == 200


async def test_a_full_server_s_503_gets_through_with_its_time(behind):
    answers = await asyncio.gather(*(handshake(behind) for _number in range(20)))

    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(refused) >= 10
    assert all(1 <= int(answer.headers["Retry-After"]) <= 5 for answer in refused)


@pytest.mark.parametrize(
    ("size", "server_says"), [(40_000, True), (65_000, True), (66_000, False)]
)
async def test_a_body_that_is_too_large_is_refused(behind, client, size, server_says):
    server, _nginx = behind

    answer = await client.post(
        "/api/v1/commands",
        content=b"x" * size,
        headers={
            "Authorization": f"Bearer {server.token('alice')}",
            "Content-Type": "application/json",
        },
        extensions={"sni_hostname": NAME},
    )

    assert answer.status_code == 413
    assert answer.headers["Content-Type"].startswith("application/json") == server_says


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("me/photo", 300_000, 422),
        ("imports/999999/pieces/0", 512 * 1024, 403),
    ],
)
async def test_a_body_that_is_a_file_may_be_larger(behind, client, path, size, status):
    server, _nginx = behind

    answer = await client.put(
        f"/api/v1/{path}",
        content=b"x" * size,
        headers={"Authorization": f"Bearer {server.token('alice')}"},
        extensions={"sni_hostname": NAME},
    )

    assert answer.status_code == status


def joined(cookies):
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def get(client, path, **options):
    return client.get(path, extensions={"sni_hostname": NAME}, **options)


@contextlib.asynccontextmanager
async def socket(behind, name, headers=None):
    """A greeted socket through nginx."""
    server, _nginx = behind
    bearer = {"Authorization": f"Bearer {server.token(name)}"}
    opening = opened(behind, {**bearer, **(headers or {})})
    async with Socket(await opening) as greeted:
        await greeted.hello()
        yield greeted


def opened(behind, headers):
    _server, nginx = behind
    return open_socket(
        f"wss://{NAME}/ws/",
        host="127.0.0.1",
        port=nginx.port,
        ssl=nginx.trust,
        subprotocols=[SUBPROTOCOL],
        additional_headers=headers,
        proxy=None,
    )


async def handshake(behind):
    """The answer to a stranger's."""
    try:
        connection = await opened(behind, {"Origin": ORIGIN})
    except InvalidStatus as refused:
        return httpx.Response(
            refused.response.status_code,
            headers=list(refused.response.headers.raw_items()),
        )
    await connection.close()
    return httpx.Response(101)
