from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from desk import search
from desk.actions.answering import answer_from_library, deliver
from desk.events import tell_asker, tell_desk
from desk.models import CLOSED, About, LibraryEntry, MeToo, Question, State
from desk.places import desk_for
from desk.queries import waiting_before
from hub.actions import at_seal, insert_with, transaction
from teams.models import Unit, User


def ask_question(
    *,
    asker: User,
    unit: Unit,
    text: str,
    about: str = About.VOTER_ASKS,
    topic: str = "",
    language: str,
    at_the_door: bool = False,
    entry: LibraryEntry | None = None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Question:
    """Puts a question before a desk; it has its id once the batch is sealed.

    With `entry` the library was enough: the question is closed at once, and counted.
    """
    with transaction():
        question = Question(
            asker=asker,
            unit=unit,
            desk=desk_for(unit, at_the_door=at_the_door),
            text=text,
            about=about,
            topic=topic,
            language=language,
            at_the_door=at_the_door,
            asked_at=at or timezone.now(),
        )
        if entry:
            _close_with(question, entry)
        else:
            _put_before_desk(question, client_id, at)
        return question


def follow_question(*, question: Question, user: User) -> bool:
    """Once per person; whoever comes after the answer gets it at once."""
    with transaction():
        _me_too, is_new = MeToo.objects.get_or_create(question=question, user=user)
        if is_new:
            Question.objects.filter(pk=question.pk).update(me_toos=F("me_toos") + 1)
            question.me_toos += 1
            answer = question.answers.order_by("pk").last()
            if answer and question.state in CLOSED:
                deliver(question, answer, [user], by=answer.given_by)
        return is_new


def _put_before_desk(
    question: Question, client_id: UUID | None, at: datetime | None
) -> None:
    question.told_ahead = waiting_before(question)
    event = tell_desk("question.asked", question, by=question.asker, at=at)
    insert_with(event, question)
    at_seal(lambda: search.index_question(question))
    tell_asker(question, by=question.asker, client_id=client_id, at=at)


def _close_with(question: Question, entry: LibraryEntry) -> None:
    question.state = State.SUGGESTED
    question.answered_at = question.asked_at
    question.save()
    answer_from_library(question, entry, at=question.asked_at)
