from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from desk.models import Question
from hub.errors import Conflict
from hub.execution import execute
from teams.models import User

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def test_of_two_who_take_at_once_one_gets_it(cast, ask):
    for _round in range(ROUNDS):
        question = ask(cast.alice)
        start = Barrier(2)

        with ThreadPoolExecutor(2) as people:
            tries = [
                people.submit(_claim, user, question, start)
                for user in (cast.oscar, cast.diana)
            ]
            results = [attempt.result() for attempt in tries]

        winner = Question.objects.get(pk=question).claimed_by
        assert winner is not None
        assert set(results) == {"claimed", f"{winner.name} is answering this."}


def _claim(user: User, question: str, start: Barrier) -> str:
    frame = {
        "type": "question.claim",
        "client_id": str(uuid4()),
        "question": question,
    }
    try:
        start.wait(timeout=10)
        return str(execute(user, frame)["state"])
    except Conflict as lost:
        return str(lost.message)
    finally:
        connection.close()
