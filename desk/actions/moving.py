from collections.abc import Sequence

from django.db.models.functions import Now

from desk.actions.transition import stand_at, transition
from desk.events import tell_asker, tell_desk
from desk.models import Question
from desk.queries import waiting_before
from hub.actions import transaction
from teams.models import Unit


def move_up(*, question: Question, centre: Unit) -> bool:
    """From an office's desk to the centre's: both desks and the asker learn it."""
    with transaction():
        office_stream = question.stream
        if not transition(question, desk=centre, waiting_since=Now()):
            return False
        question.told_ahead = waiting_before(question)
        tell_desk("question.escalated", question, by=None, stream=office_stream)
        event = tell_desk("question.escalated", question, by=None)
        stand_at(question, event)
        tell_asker(question, by=None)
        return True


def tell_positions(questions: Sequence[tuple[Question, int]]) -> None:
    """Tells each asker how many are ahead now."""
    with transaction():
        for question, ahead in questions:
            question.told_ahead = ahead
            tell_asker(question, by=None)
        Question.objects.bulk_update([q for q, _ahead in questions], ["told_ahead"])
