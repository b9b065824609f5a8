"""A desk with the cast: Oscar and Olive attend the office, Oscar the centre."""

from uuid import uuid4

import pytest

from desk.actions import add_entry
from desk.models import Question
from hub.execution import execute
from hub.models import Event
from presence.access import identity
from presence.live import presence
from presence.people import State
from presence.tracker import Tracker


@pytest.fixture
def do():
    """One command: `do(alice, "question.claim", question="5")`."""

    def do(user, kind, **fields):
        return execute(user, {"type": kind, "client_id": str(uuid4()), **fields})

    return do


@pytest.fixture
def ask(do):
    """Asks and gives the question's id."""

    def ask(user, text="Can he vote with an old address?", **fields):
        fields = {"about": "voter_asks", **fields}
        return do(user, "question.ask", text=text, **fields)["question"]

    return ask


@pytest.fixture
def answered(cast, ask, do):
    """A question of Alice's that Oscar has answered."""
    question = ask(cast.alice)
    do(cast.oscar, "question.claim", question=question)
    do(cast.oscar, "question.answer", question=question, text="Yes, he can.")
    return question


@pytest.fixture
def stands():
    """The question as the database has it now."""
    return lambda question: Question.objects.get(pk=question)


@pytest.fixture
def kinds():
    """The kinds of a stream's events, in order."""
    return lambda stream: list(
        Event.objects.filter(stream=stream)
        .order_by("seq")
        .values_list("kind", flat=True)
    )


@pytest.fixture
def entry(cast):
    return add_entry(
        texts={
            "en": ("ID with an old address", "Yes. The address need not match."),
            "es": ("Identificación vieja", "Sí. La dirección no importa."),
            "ar": ("هوية بعنوان قديم", "نعم. لا يلزم أن يطابق العنوان."),
        },
        synonyms={"en": "licence license expired moved"},
        approved_by=cast.diana,
        topic="id",
        jurisdiction="Ohio",
        source="ORC 3505.18",
    )


@pytest.fixture
def tracker():
    """This process's presence, empty before and after the test."""
    presence.tracker = Tracker()
    yield presence.tracker
    presence.tracker = Tracker()


@pytest.fixture
def sit_down(tracker):
    """Connects somebody and puts them on their desks."""

    def sit_down(user):
        tracker.connect(user.pk, identity(user), 0.0)
        tracker.set_state(user.pk, State.ON_DESK, None, 0.0)

    return sit_down
