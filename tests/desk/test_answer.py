import msgspec
import pytest

from desk.models import Answer, Delivery
from hub.errors import Conflict, Invalid, Refused
from hub.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(cast, ask, do):
    question = ask(cast.alice)
    do(cast.oscar, "question.claim", question=question)
    return question


def delivered(person):
    events = Event.objects.filter(stream=person.inbox, kind="answer.delivered")
    return [msgspec.json.decode(event.data)["answer"] for event in events]


def test_the_answer_reaches_the_asker(cast, do, taken):
    reply = do(cast.oscar, "question.answer", question=taken, text=" Yes, he can. ")

    assert reply["state"] == "answered"
    [answer] = delivered(cast.alice)
    assert answer["text"] == "Yes, he can."
    assert answer["language"] == "en"
    assert answer["version"] == 1


def test_everybody_who_asked_the_same_gets_it_too(cast, do, taken):
    do(cast.charlie, "question.me_too", question=taken)

    do(cast.oscar, "question.answer", question=taken, text="Yes, he can.")

    assert len(delivered(cast.charlie)) == 1
    assert Delivery.objects.count() == 2


def test_a_library_answer_comes_in_each_ones_language(cast, do, taken, entry):
    do(cast.charlie, "question.me_too", question=taken)

    do(cast.oscar, "question.answer", question=taken, entry=str(entry.pk))

    [alices], [charlies] = delivered(cast.alice), delivered(cast.charlie)
    assert alices["text"].startswith("Yes")
    assert alices["source"] == "ORC 3505.18"
    assert alices["entry"] == str(entry.pk)
    assert (charlies["language"], charlies["text"][:3]) == ("ar", "نعم")
    entry.refresh_from_db()
    assert (entry.used, entry.helped) == (1, 0)


def test_own_words_keep_the_source_of_the_entry(cast, do, taken, entry):
    do(
        cast.oscar,
        "question.answer",
        question=taken,
        text="Yes. If asked, show a bill.",
        entry=str(entry.pk),
    )

    [answer] = delivered(cast.alice)
    assert answer["text"] == "Yes. If asked, show a bill."
    assert answer["source"] == "ORC 3505.18"


def test_who_comes_after_the_answer_gets_it_at_once(cast, do, answered):
    reply = do(cast.charlie, "question.me_too", question=answered)

    assert reply["state"] == "answered"
    assert len(delivered(cast.charlie)) == 1


def test_only_the_holder_answers(cast, do, taken):
    with pytest.raises(Conflict):
        do(cast.diana, "question.answer", question=taken, text="No.")

    assert not Answer.objects.exists()


def test_a_question_that_nobody_took_is_not_answered(cast, do, ask):
    with pytest.raises(Conflict):
        do(cast.oscar, "question.answer", question=ask(cast.alice), text="No.")


def test_charlie_does_not_answer(cast, do, taken):
    with pytest.raises(Refused):
        do(cast.charlie, "question.answer", question=taken, text="No.")


@pytest.mark.parametrize("fields", [{}, {"text": "  "}, {"text": "x" * 2001}])
def test_an_answer_needs_a_text(cast, do, taken, fields):
    with pytest.raises(Invalid) as invalid:
        do(cast.oscar, "question.answer", question=taken, **fields)

    assert invalid.value.field == "text"


def test_an_entry_that_is_not_there_is_refused(cast, do, taken):
    with pytest.raises(Refused):
        do(cast.oscar, "question.answer", question=taken, entry="4711")


def test_accepted_it_counts_as_help(cast, do, taken, entry, stands):
    do(cast.oscar, "question.answer", question=taken, entry=str(entry.pk))

    reply = do(cast.alice, "question.accept", question=taken)

    entry.refresh_from_db()
    assert reply["state"] == stands(taken).state == "accepted"
    assert entry.helped == 1


def test_what_did_not_help_is_asked_again(cast, do, answered, stands, kinds):
    reply = do(cast.alice, "question.reopen", question=answered)

    assert reply["state"] == "reopened"
    assert kinds(cast.centre.desk)[-1] == "question.reopened"
    assert stands(answered).seq == len(kinds(cast.centre.desk))


def test_released_after_reopening_it_stays_reopened(cast, do, answered):
    do(cast.alice, "question.reopen", question=answered)
    do(cast.oscar, "question.claim", question=answered)

    assert do(cast.oscar, "question.release", question=answered)["state"] == "reopened"


def test_a_library_answer_that_did_not_help_is_not_counted(cast, do, entry, stands):
    asked = do(
        cast.alice,
        "question.ask",
        text="Old licence?",
        about="voter_asks",
        entry=str(entry.pk),
    )

    do(cast.alice, "question.reopen", question=asked["question"])

    entry.refresh_from_db()
    assert entry.helped == 0
    assert stands(asked["question"]).seq == 1


@pytest.mark.parametrize("verb", ["question.accept", "question.reopen"])
def test_only_the_asker_says_whether_it_helped(cast, do, answered, verb):
    for person in (cast.charlie, cast.oscar, cast.bob):
        with pytest.raises(Refused):
            do(person, verb, question=answered)


@pytest.mark.parametrize("verb", ["question.accept", "question.reopen"])
def test_an_open_question_has_no_answer_to_judge(cast, do, ask, verb):
    with pytest.raises(Conflict):
        do(cast.alice, verb, question=ask(cast.alice))
