import pytest

from desk.actions import claim_question
from desk.models import Question
from hub.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


def test_who_takes_a_question_holds_it(cast, do, ask, stands):
    question = ask(cast.alice)

    reply = do(cast.oscar, "question.claim", question=question)

    assert reply == {
        "question": question,
        "state": "claimed",
        "version": 2,
        "duplicate": False,
    }
    assert stands(question).claimed_by == cast.oscar


def test_the_second_learns_who_has_it(cast, do, ask):
    question = ask(cast.alice)
    do(cast.oscar, "question.claim", question=question)

    with pytest.raises(Conflict) as lost:
        do(cast.diana, "question.claim", question=question)

    assert str(lost.value.message) == "Oscar is answering this."


def test_taking_it_again_changes_nothing(cast, do, ask, kinds):
    question = ask(cast.alice)
    do(cast.oscar, "question.claim", question=question)

    again = do(cast.oscar, "question.claim", question=question)

    assert again["version"] == 2
    assert kinds(cast.centre.desk).count("question.claimed") == 1


def test_a_claim_read_before_another_one_won_is_lost(cast, ask, stands):
    question = ask(cast.alice)
    read_early, read_late = stands(question), stands(question)

    claim_question(question=read_early, by=cast.oscar)

    with pytest.raises(Conflict):
        claim_question(question=read_late, by=cast.diana)
    assert stands(question).claimed_by == cast.oscar


def test_desk_and_asker_see_the_first_name(cast, do, ask, kinds):
    cast.oscar.name = "Oscar Ramirez"
    cast.oscar.save()
    question = ask(cast.alice)

    do(cast.oscar, "question.claim", question=question)

    assert kinds(cast.centre.desk) == ["question.asked", "question.claimed"]
    assert kinds(cast.alice.inbox) == ["question.moved", "question.moved"]


def test_released_it_waits_in_its_old_place(cast, do, ask, stands):
    first = ask(cast.alice)
    ask(cast.charlie)
    do(cast.oscar, "question.claim", question=first)

    reply = do(cast.oscar, "question.release", question=first)

    assert reply["state"] == "new"
    assert stands(first).told_ahead == 0
    assert stands(first).claimed_by is None


def test_only_the_holder_releases(cast, do, ask):
    question = ask(cast.alice)
    do(cast.oscar, "question.claim", question=question)

    with pytest.raises(Conflict):
        do(cast.diana, "question.release", question=question)


def test_an_answered_question_is_not_taken(cast, do, answered):
    with pytest.raises(Conflict) as closed:
        do(cast.diana, "question.claim", question=answered)

    assert str(closed.value.message) == "This question is answered already."


@pytest.mark.parametrize("person", ["alice", "bob", "charlie", "olive"])
def test_nobody_takes_at_a_desk_that_is_not_theirs(cast, do, ask, person):
    question = ask(cast.alice)

    with pytest.raises(Refused):
        do(getattr(cast, person), "question.claim", question=question)


@pytest.mark.parametrize("question", ["0", "99999", "x", "1 OR 1=1", "٣"])
def test_a_question_that_is_not_there_is_refused_alike(cast, do, question):
    with pytest.raises(Refused):
        do(cast.oscar, "question.claim", question=question)


def test_the_database_knows_no_claim_without_a_holder(cast, ask):
    from django.db import IntegrityError

    question = ask(cast.alice)

    with pytest.raises(IntegrityError):
        Question.objects.filter(pk=question).update(state="claimed")
