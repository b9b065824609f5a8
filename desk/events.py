"""What the desk tells: to the desk's stream, and to the people who asked."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from desk.models import Answer, Question
from desk.queries import usual_wait_s
from desk.shapes import (
    AnswerShape,
    QuestionShape,
    answer_shape,
    person_shape,
    question_shape,
)
from hub.actions import append
from hub.events import Pending
from hub.wire import Count
from teams.models import User


class OneQuestion(TypedDict):
    question: QuestionShape


class QuestionMoved(TypedDict):
    """Where the asker's question is now: how many are before it, and the usual wait."""

    question: QuestionShape
    ahead: Count
    usual_wait_s: Count
    state: str


class AnswerDelivered(TypedDict):
    question: QuestionShape
    answer: AnswerShape


EVENTS: dict[str, type] = {
    "question.asked": OneQuestion,
    "question.claimed": OneQuestion,
    "question.released": OneQuestion,
    "question.answered": OneQuestion,
    "question.accepted": OneQuestion,
    "question.reopened": OneQuestion,
    "question.escalated": OneQuestion,
    "question.moved": QuestionMoved,
    "answer.delivered": AnswerDelivered,
}


def tell_desk(
    kind: str,
    question: Question,
    *,
    by: User | None,
    stream: str | None = None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Pending:
    """The question's state at the end of this command, on the desk where it stands."""
    return append(
        stream or question.stream,
        kind,
        lambda: {"question": question_shape(question)},
        by=_by(by),
        client_id=client_id,
        at=at,
    )


def tell_asker(
    question: Question,
    *,
    by: User | None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Pending:
    """Where the asker's question is now: in the queue, with somebody, answered."""
    ahead, wait_s = question.told_ahead, usual_wait_s(question.desk_id)
    return append(
        question.asker.inbox,
        "question.moved",
        lambda: {
            "question": question_shape(question),
            "ahead": ahead,
            "usual_wait_s": wait_s,
            "state": question.state,
        },
        by=_by(by),
        client_id=client_id,
        at=at,
    )


def tell_person(
    person: User, question: Question, answer: Answer, language: str, by: User | None
) -> Pending:
    return append(
        person.inbox,
        "answer.delivered",
        {
            "question": question_shape(question),
            "answer": answer_shape(answer, language),
        },
        by=_by(by),
        at=answer.given_at,
    )


def _by(user: User | None) -> dict[str, object] | None:
    return {**person_shape(user)} if user else None
