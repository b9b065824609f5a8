"""The only way from an outside id to a question or a library entry."""

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from chat.access import known_units
from desk.models import About, LibraryEntry, MeToo, Question
from hub.errors import Refused
from teams.access import Standing, key, standing, unit_with, units_with_of
from teams.models import Unit, UnitKind, User
from teams.roles import POWERS, Power, Reach

WITH_DESK = (UnitKind.OFFICE, UnitKind.CENTRE)
# What others may see while they type. Problems and incidents stay with their asker.
SHARED = (About.VOTER_ASKS, About.HOW_DO_I, About.RUMOUR)


def desk_to_attend(user: User, unit_id: str) -> Unit:
    unit = unit_with(user, unit_id, Power.ATTEND_DESK)
    if unit.kind not in WITH_DESK:
        raise Refused
    return unit


def own_desks_of(standings: Collection[Standing]) -> dict[int, list[Unit]]:
    """The desks that each person attends, by user id, top down.

    One query, for those who attend all desks below them; their own are known.
    """
    seats = {seat for standing in standings for seat in standing.seats}
    reaches = {seat: POWERS[seat.role].get(Power.ATTEND_DESK) for seat in seats}
    own = {seat.unit_id for seat in seats if reaches[seat] == Reach.OWN}
    far = [
        s
        for s in standings
        if any(reaches[seat] not in (None, Reach.OWN) for seat in s.seats)
    ]
    attended = units_with_of(far, Power.ATTEND_DESK) if far else {}
    known = sorted(known_units(own), key=lambda unit: unit.path)
    near = {
        standing.user_id: [u for u in known if standing.may(Power.ATTEND_DESK, u)]
        for standing in standings
        if standing.user_id not in attended
    }
    return {
        user_id: [unit for unit in units if unit.kind in WITH_DESK]
        for user_id, units in (attended | near).items()
    }


def unit_to_ask_from(user: User, unit_id: str | None) -> Unit:
    """The unit named, else the person's team, else their first place."""
    if unit_id is not None:
        return unit_with(user, unit_id, Power.ASK)
    seats = [seat for seat in standing(user).seats if Power.ASK in POWERS[seat.role]]
    if not seats:
        raise Refused
    seat = next((seat for seat in seats if seat.kind == UnitKind.TEAM), seats[0])
    return unit_with(user, str(seat.unit_id), Power.ASK)


def question_to_read(user: User, question_id: str) -> Question:
    question = _question(question_id)
    if question.asker_id != user.pk and not attends(user, question):
        rights = standing(user)
        leads = rights.may(Power.READ_QUESTIONS, question.unit)
        if not leads and not _follows(user, question):
            raise Refused
    return question


def question_to_answer(user: User, question_id: str) -> Question:
    """For who attends the desk where the question stands."""
    question = _question(question_id)
    if not attends(user, question):
        raise Refused
    return question


def question_to_write_in(user: User, question_id: str) -> Question:
    """For whoever is in the conversation: the asker and the desk."""
    question = _question(question_id)
    if question.asker_id != user.pk and not attends(user, question):
        raise Refused
    return question


def own_question(user: User, question_id: str) -> Question:
    question = _question(question_id)
    if question.asker_id != user.pk:
        raise Refused
    return question


def question_to_follow(user: User, question_id: str) -> Question:
    """One that suggestions may have shown to this person."""
    question = _question(question_id)
    path = question.desk.path
    near = any(path.startswith(state) for state in states_to_ask_in(user))
    shown = question.about in SHARED and near
    if not shown and not _follows(user, question):
        raise Refused
    return question


def states_to_ask_in(user: User) -> set[str]:
    """Paths of the operations centres whose whole state asks together with them."""
    return {
        "/".join(seat.path.split("/")[:3]) + "/"
        for seat in standing(user).seats
        if Power.ASK in POWERS[seat.role]
    }


def entry_to_use(entry_id: str) -> LibraryEntry:
    """An entry that is valid now, with its texts loaded."""
    entry = (
        LibraryEntry.objects.filter(valid_now(), pk=key(entry_id))
        .prefetch_related("texts")
        .first()
    )
    if entry is None:
        raise Refused
    return entry


def attends(user: User, question: Question) -> bool:
    return standing(user).may(Power.ATTEND_DESK, question.desk)


def valid_now() -> Q:
    now = timezone.now()
    open_ended = Q(valid_until__isnull=True) | Q(valid_until__gt=now)
    return Q(valid_from__lte=now) & open_ended


def _follows(user: User, question: Question) -> bool:
    return MeToo.objects.filter(user=user, question=question).exists()


def _question(question_id: str) -> Question:
    question = (
        Question.objects.select_related("unit", "desk", "asker", "claimed_by")
        .filter(pk=key(question_id))
        .first()
    )
    if question is None:
        raise Refused
    return question
