from django.db.models import F

from desk.models import Question
from hub.actions import at_seal
from hub.events import Pending


def transition(question: Question, **changes: object) -> bool:
    """Changes the question only if nobody else did since it was read."""
    unchanged = Question.objects.filter(
        pk=question.pk, state=question.state, version=question.version
    )
    if not unchanged.update(version=F("version") + 1, **changes):
        return False
    question.version += 1
    for name, value in changes.items():
        setattr(question, name, value)
    return True


def stand_at(question: Question, event: Pending) -> None:
    """From now on the question's place in its desk's stream is that of `event`."""

    def number() -> None:
        question.seq = event.seq
        question.save(update_fields=["seq", "told_ahead"])

    at_seal(number)
