"""What the desk does by itself, in one process for all."""

import time
from contextlib import suppress
from datetime import timedelta

from django.db.models.functions import Now

from desk import actions, attendance, queries
from desk.models import WAITING, Delivery, Question, State
from desk.places import centre_above
from hub.actions import transaction
from hub.errors import Conflict
from hub.models import ReadMark
from hub.tasks import Task
from teams.models import UnitKind

OFFICE_WAIT = timedelta(minutes=2)
LONGEST_CLAIM = timedelta(minutes=10)
OFFLINE_GRACE_S = 60.0
UNSEEN_AT_MOST_S = 10.0
POSITIONS_TOLD = 50
DELIVERIES_AT_ONCE = 2000

_offline_since: dict[int, float] = {}
_looked_at = 0.0


def sweep() -> None:
    """Frees forgotten claims, moves up what no office takes, tells who waits."""
    free_claims(time.monotonic())
    move_up_forgotten()
    tell_positions()


def free_claims(now: float) -> None:
    """Claims of ten minutes, or whose holder has been offline for a minute.

    Being offline is counted here, by this process's own clock: after a restart, when
    presence knows nobody yet, nothing is freed before everyone had time to come back.
    Nor is it when another process has looked meanwhile, this one was stopped, or
    presence was not certain of all the others' people.
    """
    claimed = Question.objects.filter(state=State.CLAIMED).select_related(
        "unit", "desk", "asker"
    )
    held = list(claimed)
    if not held:
        _offline_since.clear()
        return
    too_old = claimed.filter(claimed_at__lt=Now() - LONGEST_CLAIM)
    forgotten = set(too_old.values_list("pk", flat=True))
    gone = _offline_for_long({question.claimed_by_id or 0 for question in held}, now)
    for question in held:
        if question.pk in forgotten or question.claimed_by_id in gone:
            with suppress(Conflict):  # answered in this moment
                actions.release_question(question=question, by=None)


def move_up_forgotten() -> None:
    """To the centre: what nobody at an office's desk took for two minutes."""
    waiting = Question.objects.filter(
        desk__kind=UnitKind.OFFICE,
        state__in=WAITING,
        waiting_since__lt=Now() - OFFICE_WAIT,
    )
    for question in waiting.select_related("unit", "desk", "asker"):
        centre = centre_above(question.desk)
        if centre:
            actions.move_up(question=question, centre=centre)


def tell_positions() -> None:
    """Tells askers near the front whose place in the queue has changed."""
    moved = [
        (question, ahead)
        for queue in queries.waiting_positions().values()
        for ahead, question in enumerate(queue[:POSITIONS_TOLD])
        if question.told_ahead != ahead
    ]
    if moved:
        actions.tell_positions(moved)


def note_seen() -> None:
    """An answer was seen once its person's read mark has reached it."""
    unseen = Delivery.objects.filter(seen_at=None, at__gte=Now() - timedelta(days=2))
    told = list(unseen.values_list("pk", "person_id", "seq")[:DELIVERIES_AT_ONCE])
    if not told:
        return
    inboxes = {f"user:{person_id}" for _pk, person_id, _seq in told}
    marks = dict(
        ReadMark.objects.filter(stream__in=inboxes).values_list("user_id", "seq")
    )
    seen = [pk for pk, person_id, seq in told if seq <= marks.get(person_id, 0)]
    if seen:
        with transaction():
            Delivery.objects.filter(pk__in=seen).update(seen_at=Now())


def _offline_for_long(holders: set[int], now: float) -> set[int]:
    global _looked_at
    if now - _looked_at > UNSEEN_AT_MOST_S or not attendance.is_certain():
        _offline_since.clear()
    _looked_at = now
    offline = holders - attendance.online_among(holders)
    for user_id in set(_offline_since) - offline:
        del _offline_since[user_id]
    for user_id in offline:
        _offline_since.setdefault(user_id, now)
    return {u for u in offline if now - _offline_since[u] >= OFFLINE_GRACE_S}


TASKS = [
    Task("desk.sweep", every_s=2.0, run=sweep),
    Task("desk.seen", every_s=10.0, run=note_seen),
]
