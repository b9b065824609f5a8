"""Who does the tasks, and that each of their transactions proves it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hub import leases
from hub.actions import append, transaction
from hub.batch import current, fenced
from hub.models import Event, Lease
from routing import TASKS

pytestmark = pytest.mark.django_db


def take(holder):
    """The term of who asks; nobody has it before the first has laid the row."""
    leases.take("tasks", holder)
    return leases.take("tasks", holder)


def expire():
    Lease.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def test_of_two_one_has_it_and_keeps_it():
    assert take("one") == 1
    assert take("other") is None
    assert take("one") == 1


def test_what_has_expired_is_another_holders_in_a_new_term():
    take("one")
    expire()

    assert take("other") == 2
    assert take("one") is None


def test_who_renews_late_keeps_it_if_nobody_took_it():
    take("one")
    expire()

    assert take("one") == 1


def test_what_is_given_back_is_free_at_once():
    take("one")

    leases.give_back("tasks", "one")

    assert take("other") == 2


def test_who_has_lost_it_writes_nothing():
    def lost():
        raise leases.LeaseLost

    with fenced(lost), pytest.raises(leases.LeaseLost), transaction():
        append("room:1", "message.posted", {})

    assert not Event.objects.exists()


def test_one_proof_stands_for_the_whole_transaction():
    proofs = []

    with fenced(lambda: proofs.append(connection.in_atomic_block)):
        with transaction(), transaction():
            append("room:1", "message.posted", {})
        with transaction():
            append("room:1", "message.posted", {})

    assert proofs == [True, True]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_every_task_writes_in_transactions_that_prove(task, cast):
    with transaction():
        pass  # What the epoch has to note of this database is noted.

    with fenced(lambda: None), connection.execute_wrapper(only_in_batches):
        task.run()


def only_in_batches(execute, sql, *rest):
    writes = sql.startswith(("INSERT", "UPDATE", "DELETE"))
    assert current() is not None or not writes, sql
    return execute(sql, *rest)
