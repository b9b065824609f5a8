from uuid import uuid4

import msgspec
import pytest

from desk.models import Question
from hub.errors import Invalid, Refused
from hub.execution import execute
from hub.models import Event

pytestmark = pytest.mark.django_db


def test_a_question_goes_to_the_centre_when_nobody_is_on_the_office_desk(
    cast, ask, stands
):
    question = ask(cast.alice)

    assert stands(question).desk == cast.centre
    assert stands(question).unit == cast.riverside


def test_the_reply_says_how_many_are_ahead_and_the_usual_wait(cast, do, ask):
    ask(cast.charlie)

    reply = do(cast.alice, "question.ask", text="And now?", about="how_do_i")

    assert reply["ahead"] == 1
    assert reply["usual_wait_s"] == 180
    assert reply["version"] == 1
    assert "advice" not in reply


def test_a_voter_at_the_door_passes_those_who_asked_before(cast, do, ask):
    ask(cast.charlie)
    ask(cast.charlie)

    reply = do(
        cast.alice, "question.ask", text="Now?", about="voter_asks", at_the_door=True
    )

    assert reply["ahead"] == 0


def test_the_desk_and_the_asker_are_told(cast, ask, kinds):
    question = ask(cast.alice)

    asked = Event.objects.get(stream=cast.centre.desk, kind="question.asked")
    data = msgspec.json.decode(asked.data)["question"]
    assert data["id"] == question
    assert data["unit"]["name"] == "Riverside"
    assert data["state"] == "new"
    assert msgspec.json.decode(asked.by)["name"] == "Alice"
    assert kinds(cast.alice.inbox) == ["question.moved"]


def test_the_position_in_the_stream_is_kept_with_the_question(cast, ask, stands):
    ask(cast.alice)
    question = ask(cast.alice)

    assert stands(question).seq == 2


def test_the_same_client_id_asks_once(cast):
    frame = {
        "type": "question.ask",
        "client_id": str(uuid4()),
        "text": "Once?",
        "about": "voter_asks",
    }

    first = execute(cast.alice, frame)
    again = execute(cast.alice, frame)

    assert again == {**first, "duplicate": True}
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "Call her at (614) 555-0199 please",
        "اتصل به ٠١٢٣٤٥٦٧٨٩",
        "write to voter.name@mail.example",
    ],
)
def test_contact_details_of_a_voter_get_advice(cast, do, text):
    reply = do(cast.alice, "question.ask", text=text, about="problem")

    assert "other people" in reply["advice"]


@pytest.mark.parametrize("text", ["By 2026-11-03?", "Ward 12, precinct 4?", "@ 7 pm?"])
def test_dates_and_places_get_none(cast, do, text):
    assert "advice" not in do(cast.alice, "question.ask", text=text, about="problem")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"about": "gossip"}, "about"),
        ({"about": None}, "about"),
        ({"language": "not a language"}, "language"),
        ({"topic": "x" * 61}, "topic"),
        ({"at_the_door": "yes"}, "at_the_door"),
    ],
)
def test_what_is_not_valid_writes_nothing(cast, do, fields, field):
    with pytest.raises(Invalid) as refused:
        do(cast.alice, "question.ask", **{"text": "Ok?", "about": "problem", **fields})

    assert refused.value.field == field
    assert not Question.objects.exists()


def test_charlie_does_not_ask_from_a_team_that_is_not_his(cast, do):
    with pytest.raises(Refused):
        do(
            cast.charlie,
            "question.ask",
            text="Hello?",
            about="problem",
            unit=str(cast.riverside.pk),
        )


def test_the_library_can_be_enough(cast, do, entry, stands, kinds):
    reply = do(
        cast.alice,
        "question.ask",
        text="Old licence?",
        about="voter_asks",
        entry=str(entry.pk),
    )

    entry.refresh_from_db()
    assert stands(reply["question"]).state == "suggested"
    assert reply["ahead"] == reply["usual_wait_s"] == 0
    assert entry.helped == 1
    assert kinds(cast.centre.desk) == []
    assert kinds(cast.alice.inbox) == ["answer.delivered"]


def test_advice_speaks_the_askers_language(cast, do):
    reply = do(
        cast.charlie,
        "question.ask",
        text="اتصل به على 614 555 0123 من فضلك",
        about="how_do_i",
    )

    assert "رقم هاتف" in reply["advice"]
