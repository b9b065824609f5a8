from datetime import timedelta

import msgspec
import pytest
from django.utils import timezone

from desk import tasks
from desk.models import Delivery, Question
from hub.actions import advance_read_mark
from hub.models import Event
from presence.exchange import Exchange
from presence.live import presence

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier():
    """Moves a time of a question into the past: `earlier(question, claimed_at=11)`."""

    def earlier(question, **minutes):
        now = timezone.now()
        times = {name: now - timedelta(minutes=m) for name, m in minutes.items()}
        Question.objects.filter(pk=question).update(**times)

    return earlier


@pytest.fixture
def at_the_office(cast, ask, sit_down):
    sit_down(cast.olive)
    return ask(cast.alice)


def test_what_no_office_takes_moves_up(cast, at_the_office, earlier, stands, kinds):
    earlier(at_the_office, waiting_since=3)

    tasks.sweep()

    question = stands(at_the_office)
    assert question.desk == cast.centre
    assert question.seq == 1
    assert kinds(cast.office.desk) == ["question.asked", "question.escalated"]
    assert kinds(cast.centre.desk) == ["question.escalated"]
    assert kinds(cast.alice.inbox) == ["question.moved", "question.moved"]


def test_what_is_fresh_or_taken_stays(cast, at_the_office, ask, do, earlier, stands):
    taken = ask(cast.alice)
    do(cast.olive, "question.claim", question=taken)
    earlier(taken, waiting_since=3)

    tasks.sweep()

    assert stands(at_the_office).desk == cast.office
    assert stands(taken).desk == cast.office


def test_a_claim_of_ten_minutes_frees_itself(cast, at_the_office, do, earlier, stands):
    do(cast.olive, "question.claim", question=at_the_office)
    earlier(at_the_office, claimed_at=11)

    tasks.sweep()

    assert stands(at_the_office).state == "new"
    assert stands(at_the_office).claimed_by is None


def test_a_claim_is_freed_a_minute_after_its_holder_went(
    cast, ask, do, tracker, stands, kinds
):
    question = ask(cast.alice)
    do(cast.oscar, "question.claim", question=question)

    look_on(until=1059)
    assert stands(question).state == "claimed"

    tasks.free_claims(now=1060.0)
    assert stands(question).state == "new"
    assert kinds(cast.centre.desk)[-1] == "question.released"


def test_who_has_not_looked_for_a_while_counts_anew(cast, ask, do, tracker, stands):
    question = ask(cast.alice)
    do(cast.oscar, "question.claim", question=question)
    look_on(until=1058)

    # Another process has looked since, or this one was stopped.
    tasks.free_claims(now=1070.0)
    tasks.free_claims(now=1075.0)

    assert stands(question).state == "claimed"


def test_who_comes_back_in_time_keeps_it(cast, ask, do, sit_down, stands):
    question = ask(cast.alice)
    do(cast.oscar, "question.claim", question=question)

    look_on(until=1002)
    sit_down(cast.oscar)
    look_on(until=1100)

    assert stands(question).state == "claimed"


def test_who_may_be_in_another_process_keeps_it(
    cast, ask, do, tracker, stands, monkeypatch
):
    question = ask(cast.alice)
    do(cast.oscar, "question.claim", question=question)
    unheard = Exchange("this one", tracker, now=0.0)
    monkeypatch.setattr(presence, "_exchange", unheard)

    look_on(until=1070)

    assert stands(question).state == "claimed"


def look_on(until):
    """Sweeps every two seconds, as the server does, from 1000 s on."""
    for now in range(1000, until + 1, 2):
        tasks.free_claims(now=float(now))


def test_askers_learn_that_they_moved_forward(cast, ask, do, sit_down):
    sit_down(cast.oscar)
    first = ask(cast.alice)
    second = ask(cast.charlie)
    do(cast.oscar, "question.claim", question=first)

    tasks.sweep()
    tasks.sweep()

    moved = Event.objects.filter(stream=cast.charlie.inbox, kind="question.moved")
    told = [msgspec.json.decode(event.data) for event in moved.order_by("seq")]
    assert [fields["ahead"] for fields in told] == [1, 0]
    assert told[1]["question"]["id"] == second


def test_an_answer_is_seen_when_the_read_mark_reaches_it(cast, answered):
    tasks.note_seen()
    assert Delivery.objects.get().seen_at is None

    advance_read_mark(cast.alice.pk, cast.alice.inbox, Delivery.objects.get().seq)
    tasks.note_seen()

    assert Delivery.objects.get().seen_at is not None


def test_a_quiet_desk_costs_few_queries(cast, tracker, django_assert_num_queries):
    with django_assert_num_queries(3):
        tasks.sweep()
