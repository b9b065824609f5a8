"""A write is done once, whoever sends it again, and each fails alone."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DataError, IntegrityError, OperationalError

from hub.actions import append
from hub.commands import Command
from hub.errors import Conflict, Internal, Refused, Unavailable
from hub.execution import Job, run_writes
from hub.frames import Write
from hub.models import Event, ReadMark, Receipt

pytestmark = pytest.mark.django_db
ALICE = SimpleNamespace(pk=1, locale="en")
BOB = SimpleNamespace(pk=2, locale="en")


class Say(Write, kw_only=True, frozen=True, tag="say"):
    word: str


class Shout(Say, kw_only=True, frozen=True, tag="shout"):
    pass


def say(user, frame):
    event = append("room:1", "said", {"word": frame.word})
    errors = {
        "refused": Refused(),
        "broken": ZeroDivisionError(),
        "impossible": IntegrityError(),
        "too long": DataError(),
        "disk full": OperationalError(),
    }
    if frame.word in errors:
        raise errors[frame.word]
    return lambda: {"seq": event.seq}


def write(user, frame):
    ReadMark.objects.create(user_id=user.pk, stream=frame.word, seq=1)
    return say(user, frame)


def job(word, client_id: UUID | None = None, user: Any = ALICE, **command):
    frame = (Shout if command.get("shout") else Say)(
        ref=1, client_id=client_id or uuid4(), word=word
    )
    run = write if command.get("savepoint") else say
    table = Command(type(frame), run, savepoint=bool(command.get("savepoint")))
    return Job(user, table, frame)


def run(*jobs) -> list[Any]:
    return list(run_writes(jobs))


def words():
    return [row.data for row in Event.objects.order_by("seq")]


def test_the_first_reply_is_given_again():
    client_id = uuid4()

    [first] = run(job("hello", client_id))
    [second] = run(job("hello", client_id))

    assert first == {"seq": 1, "duplicate": False}
    assert second == {"seq": 1, "duplicate": True}
    assert Event.objects.count() == 1


def test_twice_in_one_transaction_is_once():
    client_id = uuid4()

    first, second = run(job("hello", client_id), job("hello", client_id))

    assert second == {**first, "duplicate": True}
    assert Event.objects.count() == 1


def test_of_another_command_it_is_a_conflict():
    client_id = uuid4()
    run(job("hello", client_id))

    [answer] = run(job("hello", client_id, shout=True))

    assert isinstance(answer, Conflict)
    assert answer.field == "client_id"


def test_two_people_may_have_the_same_id():
    client_id = uuid4()

    first, second = run(job("hello", client_id), job("hello", client_id, BOB))

    assert [first["seq"], second["seq"]] == [1, 2]


def test_what_was_refused_may_be_tried_again_with_its_id():
    client_id = uuid4()
    run(job("refused", client_id))

    [answer] = run(job("hello", client_id))

    assert answer == {"seq": 1, "duplicate": False}


@pytest.mark.parametrize("savepoint", [False, True])
@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("refused", Refused),
        ("broken", Internal),
        ("impossible", Internal),
        ("too long", Internal),
        ("disk full", Unavailable),
    ],
)
def test_a_bad_one_fails_alone(word, error, savepoint):
    first, bad, second = run(
        job("one", savepoint=savepoint),
        job(word, savepoint=savepoint),
        job("two", savepoint=savepoint),
    )

    assert isinstance(bad, error)
    assert [first["seq"], second["seq"]] == [1, 2]
    assert words() == ['{"word":"one"}', '{"word":"two"}']
    assert Receipt.objects.count() == 2
    assert not ReadMark.objects.filter(stream=word).exists()


def test_unavailable_says_when_to_come_back():
    [answer] = run(job("disk full"))

    assert answer.retry_after_ms > 0


def test_while_the_database_is_away_not_every_write_waits_for_it(monkeypatch):
    tried: list[str] = []
    monkeypatch.setattr("hub.execution.time.monotonic", lambda: 20.0 * len(tried))

    def run_slowly(user, frame):
        tried.append(frame.word)
        raise OperationalError

    jobs = [
        Job(ALICE, Command(Say, run_slowly, savepoint=False), job(str(n)).frame)
        for n in range(50)
    ]

    answers = run(*jobs)

    assert all(isinstance(answer, Unavailable) for answer in answers)
    assert len(tried) == 2
