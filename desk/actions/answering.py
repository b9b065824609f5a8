from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk import search
from desk.actions.transition import stand_at, transition
from desk.events import tell_asker, tell_desk, tell_person
from desk.models import (
    CLOSED,
    Answer,
    Delivery,
    LibraryEntry,
    Question,
    State,
)
from desk.queries import waiting_before
from hub.actions import insert_with, transaction
from hub.errors import Conflict
from teams.models import User


def answer_question(
    *,
    question: Question,
    by: User,
    texts: Mapping[str, str],
    language: str,
    entry: LibraryEntry | None = None,
    at: datetime | None = None,
) -> Answer:
    """One answer for the asker and for everybody who asked the same."""
    with transaction():
        now = at or timezone.now()
        if not transition(
            question,
            state=State.ANSWERED,
            claimed_by=None,
            claimed_at=None,
            answered_at=now,
            told_ahead=0,
        ):
            raise Conflict
        answer = Answer.objects.create(
            question=question,
            entry=entry,
            language=language,
            texts=dict(texts),
            source=entry.source if entry else "",
            given_by=by,
            given_at=now,
        )
        search.forget_question(question)
        if entry:
            LibraryEntry.objects.filter(pk=entry.pk).update(used=F("used") + 1)
        tell_desk("question.answered", question, by=by, at=at)
        tell_asker(question, by=by, at=at)
        followers = User.objects.filter(me_toos__question=question, is_active=True)
        deliver(question, answer, [question.asker, *followers], by=by, at=at)
        return answer


def answer_from_library(
    question: Question, entry: LibraryEntry, *, at: datetime
) -> Answer:
    """The asker took a suggestion: nobody at the desk had to write."""
    texts = {text.language: text.text for text in entry.texts.all()}
    language = question.language if question.language in texts else next(iter(texts))
    answer = Answer.objects.create(
        question=question,
        entry=entry,
        language=language,
        texts=texts,
        source=entry.source,
        given_at=at,
    )
    LibraryEntry.objects.filter(pk=entry.pk).update(
        used=F("used") + 1, helped=F("helped") + 1
    )
    deliver(question, answer, [question.asker], by=None)
    return answer


def deliver(
    question: Question,
    answer: Answer,
    people: Iterable[User],
    *,
    by: User | None,
    at: datetime | None = None,
) -> None:
    """Tells each person in their own language, where the answer has it."""
    for person in people:
        own = question.language if person.pk == question.asker_id else person.locale
        language = own if own in answer.texts else answer.language
        event = tell_person(person, question, answer, language, by)
        row = Delivery(
            answer=answer, person=person, language=language, at=at or timezone.now()
        )
        insert_with(event, row)


def accept_answer(*, question: Question, at: datetime | None = None) -> None:
    with transaction():
        if question.state == State.ACCEPTED:
            return
        had_counted = question.state == State.SUGGESTED
        if question.state not in CLOSED:
            raise Conflict(_("There is no answer to this question yet."))
        if not transition(question, state=State.ACCEPTED):
            raise Conflict
        if not had_counted:
            _count_help(question, +1)
        tell_desk("question.accepted", question, by=question.asker, at=at)
        tell_asker(question, by=question.asker, at=at)


def reopen_question(*, question: Question) -> None:
    """Back into the queue, in the place that its age gives it."""
    with transaction():
        if question.state not in CLOSED:
            raise Conflict(_("This question is open already."))
        if question.state in (State.SUGGESTED, State.ACCEPTED):
            _count_help(question, -1)
        if not transition(question, state=State.REOPENED, waiting_since=Now()):
            raise Conflict
        question.told_ahead = waiting_before(question)
        search.index_question(question)
        event = tell_desk("question.reopened", question, by=question.asker)
        stand_at(question, event)
        tell_asker(question, by=question.asker)


def _count_help(question: Question, by: int) -> None:
    answer = question.answers.order_by("pk").last()
    if answer and answer.entry_id:
        LibraryEntry.objects.filter(pk=answer.entry_id).update(
            helped=Greatest(F("helped") + by, 0)
        )
