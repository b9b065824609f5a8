"""That the scan of all payloads finds what it looks for."""

from uuid import uuid4

import httpx
import pytest
from django.http import HttpResponse, JsonResponse
from django.test import RequestFactory

from tests.contract import Contract, Deviation
from tests.private_details import Scan, taken


def answer(user, path, *, said, asked=""):
    request = RequestFactory().post(path, asked, content_type="application/json")
    request.user = user
    Scan(lambda _request: said)(request)
    return taken()


@pytest.mark.parametrize("field", ["email", "phone"])
def test_an_answer_with_another_s_details_is_noted(cast, field):
    said = JsonResponse({"items": [{"name": "Bob", "x": getattr(cast.bob, field)}]})

    assert len(answer(cast.alice, "/api/v1/people", said=said)) == 1
    assert answer(cast.bob, "/api/v1/me", said=said) == []
    assert answer(cast.alice, f"/api/v1/people/{cast.bob.pk}/reveal", said=said) == []


def test_what_was_asked_with_may_be_said_again(cast):
    said = HttpResponse("We sent a code to bob@example.org.")

    assert answer(None, "/api/v1/join", said=said, asked='"bob@example.org"') == []
    assert len(answer(None, "/api/v1/join", said=said)) == 1


def test_what_is_masked_is_not_a_detail(cast):
    said = JsonResponse({"email": "b•••@e•••.org", "phone": "•••• 42"})

    assert answer(cast.alice, "/api/v1/people/1", said=said) == []


def test_a_frame_with_somebody_s_address_fails_the_test_that_sees_it():
    data = {"user": {"id": "1", "name": "Bob", "locale": "x bob@example.org"}}
    frame = {"type": "event", "stream": "feed:1", "kind": "member.left", "data": data}

    with pytest.raises(Deviation, match="contact details"):
        Contract().received(frame)


async def test_what_comes_through_the_chain_of_a_server_is_looked_into(cast):
    async def tell(_request):
        return JsonResponse({"x": cast.bob.email})

    async def alice():
        return cast.alice

    request = RequestFactory().get("/api/v1/people")
    request.auser = alice
    await Scan(tell)(request)

    assert len(taken()) == 1


def test_the_answers_of_a_server_process_are_looked_into(own_server):
    room = own_server.room("riverside")
    say(
        own_server,
        "alice",
        type="message.post",
        client_id=str(uuid4()),
        room=room,
        text="Write to charlie@example.org.",
    )
    assert taken() == []

    say(own_server, "bob", type="stream.page", stream=f"room:{room}")

    [seen] = taken()
    assert seen == "POST /api/v1/commands: ['charlie@example.org']"


def test_a_server_process_may_tell_people_their_own_address(own_server):
    session = own_server.session_cookie("alice")["value"]

    with httpx.Client(trust_env=False, cookies={"session": session}) as browser:
        answer = browser.get(f"{own_server.url}/api/v1/me/sign-in")

    assert answer.json()["email"] == "alice@example.org"
    assert taken() == []


def say(server, who, **frame):
    headers = {"Authorization": f"Bearer {server.token(who)}"}
    with httpx.Client(trust_env=False, headers=headers) as client:
        answer = client.post(f"{server.url}/api/v1/commands", json=frame)
    assert answer.status_code == 200, answer.text
