"""What is so already is not done again, also when two decide it in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from hub.errors import Conflict
from hub.models import Event
from teams.actions import (
    mute_member,
    reinstate_member,
    reinstate_person,
    remove_member,
    suspend_member,
    suspend_person,
    unmute_member,
)
from teams.models import Act, AuditEntry, MembershipState, User


def seat(cast):
    return cast.alice.memberships.select_related("user", "unit").get()


def mute(cast):
    until = timezone.now() + timedelta(hours=1)
    mute_member(membership=seat(cast), until=until, by=cast.bob)


def suspend(cast):
    suspend_member(membership=seat(cast), by=cast.olive)


def shut_out(cast):
    suspend_person(user=cast.alice, by=cast.diana)


# What was so before, the act, about whom, and what is written down of it.
DECIDED = [
    (mute, unmute_member, "membership", Act.MEMBER_UNMUTED),
    (None, suspend_member, "membership", Act.MEMBER_SUSPENDED),
    (suspend, reinstate_member, "membership", Act.MEMBER_REINSTATED),
    (None, remove_member, "membership", Act.MEMBER_REMOVED),
    (None, suspend_person, "user", Act.PERSON_SUSPENDED),
    (shut_out, reinstate_person, "user", Act.PERSON_REINSTATED),
]
each = pytest.mark.parametrize(
    ("before", "act", "about", "written"),
    DECIDED,
    ids=[act.__name__ for _before, act, _about, _written in DECIDED],
)


def whom(cast, about):
    """Each their own, as two requests have them."""
    return seat(cast) if about == "membership" else User.objects.get(pk=cast.alice.pk)


@each
def test_the_second_time_nothing_happens(cast, before, act, about, written):
    if before:
        before(cast)
    act(**{about: whom(cast, about)}, by=cast.olive)
    told = Event.objects.count()
    again = whom(cast, about)

    act(**{about: again}, by=cast.diana)

    assert AuditEntry.objects.filter(act=written).count() == 1
    assert Event.objects.count() == told
    stays = whom(cast, about)
    for field in ("state", "ended_at", "muted_until", "is_active"):
        assert getattr(again, field, None) == getattr(stays, field, None)


@pytest.mark.django_db(transaction=True)
@each
def test_of_two_in_the_same_moment_one_does_it(cast, before, act, about, written):
    if before:
        before(cast)
    start = Barrier(2)

    def decide(by):
        try:
            one = whom(cast, about)
            start.wait(timeout=10)
            act(**{about: one}, by=by)
            return one
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        first, second = people.map(decide, (cast.olive, cast.diana))

    assert AuditEntry.objects.filter(act=written).count() == 1
    stays = whom(cast, about)
    for field in ("state", "ended_at", "muted_until", "is_active"):
        ends = {getattr(one, field, None) for one in (first, second, stays)}
        assert len(ends) == 1


def test_a_silence_that_is_over_needs_no_lifting(cast):
    over = timezone.now() - timedelta(minutes=1)
    mute_member(membership=seat(cast), until=over, by=cast.bob)

    unmute_member(membership=seat(cast), by=cast.bob)

    assert not AuditEntry.objects.filter(act=Act.MEMBER_UNMUTED).exists()


def test_who_was_removed_meanwhile_is_not_let_back_in(cast):
    suspend(cast)
    first, second = seat(cast), seat(cast)
    remove_member(membership=first, by=cast.olive)

    with pytest.raises(Conflict):
        reinstate_member(membership=second, by=cast.olive)

    assert seat(cast).state == MembershipState.LEFT
