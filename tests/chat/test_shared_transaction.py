"""Posts that share a transaction: one set of rows, and each fails alone."""

from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.models import Message
from hub.errors import HubError, Invalid, Refused
from hub.execution import job_of, run_writes
from hub.models import Event, Receipt


def job(user, room, text="Good evening", client_id=None):
    frame = {
        "type": "message.post",
        "client_id": client_id or str(uuid4()),
        "room": str(room.pk),
        "text": text,
    }
    return job_of(user, frame)


def answers_to(*jobs) -> list[Any]:
    return list(run_writes(jobs))


def texts():
    return list(Message.objects.order_by("seq").values_list("text", flat=True))


def test_a_set_of_posts_costs_as_many_queries_as_one(alice, bob, room):
    run_writes([job(alice, room), job(bob, room)])

    counts = []
    for size in (1, 50):
        jobs = [job(alice if n % 2 else bob, room) for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            run_writes(jobs)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Message.objects.count() == 53


def test_replies_carry_each_ones_id_and_seq(alice, bob, room):
    answers = answers_to(job(alice, room, "one"), job(bob, room, "two"))

    assert [answer["seq"] for answer in answers] == [1, 2]
    texts = [Message.objects.get(pk=answer["message"]).text for answer in answers]
    assert texts == ["one", "two"]


def test_a_bad_post_fails_alone(alice, charlie, room):
    answers = answers_to(
        job(alice, room, "one"),
        job(charlie, room, "let me in"),
        job(alice, room, " "),
        job(alice, room, "two"),
    )

    assert isinstance(answers[1], Refused)
    assert isinstance(answers[2], Invalid)
    assert [answers[0]["seq"], answers[3]["seq"]] == [1, 2]
    assert Receipt.objects.count() == 2
    assert texts() == ["one", "two"]


def test_what_the_database_refuses_fails_alone(alice, room, monkeypatch):
    # As if a check had let it through: the constraint is the last line.
    monkeypatch.setattr("chat.commands.message_text", lambda text: text.strip())

    answers = answers_to(
        job(alice, room, "one"), job(alice, room, " "), job(alice, room, "two")
    )

    assert isinstance(answers[1], HubError)
    assert [answers[0]["seq"], answers[2]["seq"]] == [1, 2]
    assert texts() == ["one", "two"]


def test_the_same_post_twice_in_one_transaction_is_done_once(alice, room):
    client_id = str(uuid4())

    first, second = answers_to(
        job(alice, room, client_id=client_id), job(alice, room, client_id=client_id)
    )

    assert second == {**first, "duplicate": True}
    assert (
        Message.objects.count() == Event.objects.filter(stream=room.stream).count() == 1
    )


def test_a_visitor_who_posts_twice_at_once_shows_once(organizer, room):
    answers = answers_to(job(organizer, room), job(organizer, room))

    kinds = Event.objects.filter(stream=room.stream).order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == [
        "member.joined",
        "message.posted",
        "message.posted",
    ]
    assert [answer["seq"] for answer in answers] == [2, 3]
