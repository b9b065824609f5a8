"""Commands over HTTP, against the real server: the same answers as over the socket."""

import re
from uuid import uuid4

import httpx
import pytest

from tests.client import Socket
from tests.server import Server

ACCOUNT = "/_allauth/browser/v1/auth"


@pytest.fixture
def send(server):
    def send(who, **fields):
        headers = {"authorization": f"Bearer {server.token(who)}"} if who else {}
        return httpx.post(f"{server.url}/api/v1/commands", json=fields, headers=headers)

    return send


@pytest.fixture
def post(server, send):
    def post(who, room="riverside", text="Hello", **fields):
        return send(
            who,
            type="message.post",
            client_id=str(uuid4()),
            room=server.room(room),
            text=text,
            **fields,
        )

    return post


async def test_a_post_over_http_reaches_a_socket(server, post, connect):
    bob = await connect(server, "bob")
    stream = f"room:{server.room('riverside')}"
    await bob.request("subscribe", stream=stream)

    answer = post("alice", text="By HTTP")

    assert answer.status_code == 200
    event = await bob.wait_event(stream, "message.posted")
    assert event["seq"] == answer.json()["seq"]
    assert event["data"]["message"]["text"] == "By HTTP"


def test_sent_again_it_is_done_once(server, send):
    fields = {
        "type": "message.post",
        "client_id": str(uuid4()),
        "room": server.room("riverside"),
        "text": "Once",
    }

    first, second = send("alice", **fields), send("alice", **fields)

    assert first.json() | {"duplicate": True} == second.json()
    assert first.json()["duplicate"] is False


def test_a_client_id_used_for_something_else_is_a_conflict(server, send):
    client_id = str(uuid4())
    room = server.room("riverside")
    first = send(
        "alice", type="message.post", client_id=client_id, room=room, text="One"
    )

    second = send(
        "alice",
        type="message.delete",
        client_id=client_id,
        message=first.json()["message"],
    )

    assert (second.status_code, second.json()["code"]) == (409, "conflict")


def test_charlie_is_refused_alike_for_foreign_and_absent(server, post, send):
    foreign = post("charlie")
    absent = send(
        "charlie",
        type="message.post",
        client_id=str(uuid4()),
        room="999999",
        text="x",
    )

    assert foreign.status_code == absent.status_code == 403
    assert foreign.json() == absent.json()


def test_what_one_person_wrote_does_not_go_out_as_another_s(server):
    room, token = server.room("riverside"), server.token("alice")
    frame = {"type": "message.post", "room": room, "text": "Mine"}

    def post_as(user):
        return httpx.post(
            f"{server.url}/api/v1/commands",
            json={**frame, "client_id": str(uuid4())},
            headers={"authorization": f"Bearer {token}", "x-muster-user": user},
        )

    answer = post_as("999999")
    assert (answer.status_code, answer.json()["code"]) == (401, "refused")
    own = httpx.get(
        f"{server.url}/api/v1/me", headers={"authorization": f"Bearer {token}"}
    )
    assert post_as(own.json()["id"]).status_code == 200


def test_nobody_is_asked_to_sign_in(post):
    answer = post(None)

    assert answer.status_code in (401, 403)
    assert answer.json()["code"] == "refused"


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"text": ""}, 422, "invalid"),
        ({"text": "x" * 4001}, 422, "invalid"),
        ({"text": "x" * 40_000}, 413, "too_large"),
        ({"client_id": "seven"}, 422, "invalid"),
        ({"type": "message.shout"}, 422, "unknown_type"),
        ({"type": 5}, 400, "bad_frame"),
    ],
)
def test_bad_frames_get_the_documented_error(server, send, fields, status, code):
    good = {
        "type": "message.post",
        "client_id": str(uuid4()),
        "room": server.room("riverside"),
        "text": "Hello",
    }

    answer = send("alice", **good | fields)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("body", [b"", b"[]", b"5", b"{", b"\xff", b"[" * 9000])
def test_what_is_no_frame_is_said_to_be_none(server: Server, body):
    answer = httpx.post(
        f"{server.url}/api/v1/commands",
        content=body,
        headers={"authorization": f"Bearer {server.token('alice')}"},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_frame")


def test_what_only_a_socket_can_do_says_so(send):
    answer = send("alice", type="subscribe", stream="room:1")

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_type")


def test_errors_speak_the_person_s_language(post, send):
    spanish = send("oscar", type="nothing")

    assert spanish.json()["message"] != send("alice", type="nothing").json()["message"]


async def test_signing_out_closes_the_socket_of_that_session(own_server: Server):
    own_server.restart()  # so that it knows its own address
    origin = own_server.url
    async with httpx.AsyncClient(
        base_url=origin, headers={"origin": origin}
    ) as browser:
        await _sign_in(browser, own_server, "alice@example.org")
        socket = await _socket_of(browser, own_server)

        await browser.delete(f"{ACCOUNT}/session", headers=_token(browser))

        assert await socket.wait_closed() == 4003


async def _socket_of(browser, server):
    cookies = "; ".join(f"{k}={v}" for k, v in browser.cookies.items())
    socket = await Socket.open(
        server.socket_url, headers={"origin": server.url, "cookie": cookies}
    )
    await socket.hello()
    return socket


async def _sign_in(browser, server, email):
    await browser.get("/api/v1/boot")
    asked = await browser.post(
        f"{ACCOUNT}/code/request", json={"email": email}, headers=_token(browser)
    )
    assert asked.status_code == 401, asked.text
    mail = max(server.mailbox.iterdir(), key=lambda one: one.stat().st_mtime)
    code = re.findall(r"^\d{6}$", mail.read_text(), re.MULTILINE)[-1]
    answer = await browser.post(
        f"{ACCOUNT}/code/confirm", json={"code": code}, headers=_token(browser)
    )
    assert answer.status_code == 200, answer.text


def _token(browser):
    return {"x-csrftoken": browser.cookies["csrftoken"]}
