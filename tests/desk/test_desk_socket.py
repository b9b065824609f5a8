"""A question from the volunteer's socket to the operator's and back."""

import pytest

from tests.client import Socket
from tests.conftest import Connect
from tests.server import Server


@pytest.fixture
def people(server: Server):
    return server.seeded["people"]


async def _at_the_desk(server: Server, connect: Connect, name: str) -> Socket:
    socket = await connect(server, name)
    await socket.request("presence.set", state="on_desk")
    for unit in ("akron", "columbus"):
        await socket.request("subscribe", stream=f"desk:{server.unit(unit)}")
    return socket


async def test_a_question_finds_its_desk_and_its_answer_the_asker(
    server: Server, connect: Connect, people
):
    oscar = await _at_the_desk(server, connect, "oscar")
    alice = await connect(server, "alice")
    inbox, desk = f"user:{people['alice']}", f"desk:{server.unit('akron')}"
    await alice.request("subscribe", stream=inbox)

    asked = await alice.write(
        "question.ask", text="Is parking free tonight?", about="how_do_i", topic="x"
    )
    question = asked["question"]
    event = await oscar.wait_event(desk, "question.asked")
    assert event["data"]["question"]["id"] == question

    await oscar.write("question.claim", question=question)
    moved = await alice.wait_for(
        lambda f: f.get("kind") == "question.moved" and f["data"]["state"] == "claimed"
    )
    assert moved["by"]["name"] == "Oscar"

    await oscar.send({"type": "typing", "stream": f"question:{question}"})
    typing = await alice.wait_type("typing")
    assert typing["stream"] == f"question:{question}"

    await oscar.write("question.answer", question=question, text="After six it is.")
    told = await alice.wait_event(inbox, "answer.delivered")
    assert told["data"]["answer"]["text"] == "After six it is."

    page = await alice.request("stream.page", stream=inbox, limit=10)
    assert page["items"][-1]["data"]["question"]["id"] == question

    await alice.write("question.reopen", question=question)
    await oscar.wait_event(desk, "question.reopened")
    await oscar.write("question.claim", question=question)
    await oscar.write("question.release", question=question)
    await oscar.write("question.claim", question=question)
    await oscar.write("question.answer", question=question, text="Behind the hall.")
    await alice.write("question.accept", question=question)
    await oscar.wait_event(desk, "question.accepted")


async def test_the_one_who_comes_second_learns_who_has_it(
    server: Server, connect: Connect
):
    alice = await connect(server, "alice")
    asked = await alice.write(
        "question.ask", text="Two at once?", about="voter_asks", at_the_door=True
    )
    oscar = await _at_the_desk(server, connect, "oscar")
    diana = await connect(server, "diana")

    replies = [
        await socket.write("question.claim", question=asked["question"])
        for socket in (oscar, diana)
    ]

    assert [reply["type"] for reply in replies] == ["ok", "error"]
    assert (replies[1]["code"], replies[1]["message"]) == (
        "conflict",
        "Oscar is answering this.",
    )


async def test_me_too_gets_the_same_answer(server: Server, connect: Connect, people):
    alice, charlie = await connect(server, "alice"), await connect(server, "charlie")
    diana = await connect(server, "diana")
    inbox = f"user:{people['charlie']}"
    await charlie.request("subscribe", stream=inbox)
    asked = await alice.write(
        "question.ask", text="Which pollbook colour counts?", about="voter_asks"
    )

    found = await charlie.request("question.suggest", text="pollbook colour")
    [other] = found["open_questions"]
    assert other["question"] == asked["question"]

    await charlie.write("question.me_too", question=other["question"])
    await diana.write("question.claim", question=other["question"])
    await diana.write("question.answer", question=other["question"], text="The blue.")

    told = await charlie.wait_event(inbox, "answer.delivered")
    assert told["data"]["answer"]["text"] == "The blue."


async def test_charlie_hears_nothing_of_the_desk(server: Server, connect: Connect):
    charlie = await connect(server, "charlie")

    for unit in ("akron", "columbus", "riverside"):
        refused = await charlie.request("subscribe", stream=f"desk:{server.unit(unit)}")
        assert refused["code"] == "refused"


async def test_a_frame_that_is_wrong_says_where(server: Server, connect: Connect):
    alice = await connect(server, "alice")

    wrong = await alice.write("question.ask", text="x" * 2001, about="voter_asks")
    missing = await alice.write("question.ask", text="Hm?")

    assert (wrong["code"], wrong["field"]) == ("invalid", "text")
    assert (missing["code"], missing["field"]) == ("invalid", "about")
