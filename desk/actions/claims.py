from django.db.models.functions import Now
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from desk.actions.transition import transition
from desk.events import tell_asker, tell_desk
from desk.models import WAITING, Question, State
from desk.queries import waiting_before
from desk.shapes import person_shape
from hub.actions import transaction
from hub.errors import Conflict
from teams.models import User


def claim_question(*, question: Question, by: User) -> None:
    """One of those who claim at once gets it; the others learn who has it."""
    with transaction():
        if question.state == State.CLAIMED and question.claimed_by_id == by.pk:
            return
        taken = question.state in WAITING and transition(
            question,
            state=State.CLAIMED,
            claimed_by=by,
            claimed_at=Now(),
            told_ahead=0,
        )
        if not taken:
            raise _lost(question)
        tell_desk("question.claimed", question, by=by)
        tell_asker(question, by=by)


def release_question(*, question: Question, by: User | None) -> None:
    """Gives it back to the queue, in its old place; `by` None: it freed itself."""
    with transaction():
        back = State.REOPENED if question.answered_at else State.NEW
        if not transition(
            question,
            state=back,
            claimed_by=None,
            claimed_at=None,
            waiting_since=Now(),
            told_ahead=waiting_before(question),
        ):
            raise Conflict
        tell_desk("question.released", question, by=by)
        tell_asker(question, by=by)


def _lost(question: Question) -> Conflict:
    question.refresh_from_db(fields=["state", "version", "claimed_by"])
    if question.claimed_by:
        name = person_shape(question.claimed_by)["name"]
        return Conflict(format_lazy(_("{name} is answering this."), name=name))
    if question.state in WAITING:
        return Conflict(_("This question just moved. Try again."))
    return Conflict(_("This question is answered already."))
