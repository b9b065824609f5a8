"""What the desk holds of people: what they asked and were told."""

from collections.abc import Iterator

from desk.models import Delivery, MeToo, Question, SearchText
from hub.actions import transaction
from hub.clock import wire_time
from teams.actions import NOBODY, PersonalPart, Row
from teams.models import User


def _questions(user: User) -> Iterator[Row]:
    mine = Question.objects.filter(asker=user).prefetch_related("answers")
    for one in mine.order_by("pk").iterator(500):
        yield {
            **_question(one),
            "answers": [answer.texts for answer in one.answers.all()],
        }


def _question(one: Question) -> dict[str, object]:
    return {
        "asked_at": wire_time(one.asked_at),
        "about": one.about,
        "topic": one.topic,
        "text": one.text,
        "state": one.state,
    }


def _erase(user: User) -> None:
    """Answers stay: they are the campaign's, and say nothing of who asked."""
    with transaction():
        mine = Question.objects.filter(asker=user)
        SearchText.objects.filter(question__in=mine).delete()
        mine.update(text=NOBODY)
        Delivery.objects.filter(person=user).delete()
        MeToo.objects.filter(user=user).delete()


PARTS = [PersonalPart("questions", _questions, _erase)]
