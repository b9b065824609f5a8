"""When the epoch is renewed, and when it is not."""

import threading

import pytest
from django.db import OperationalError, connection

from hub.actions import append, transaction
from hub.epoch import Continuity, installation, renew
from hub.marks import Marks
from hub.models import Event, Installation, PastEpoch

pytestmark = pytest.mark.django_db


@pytest.fixture
def marks(tmp_path):
    return Marks(tmp_path / "marks")


@pytest.fixture
def continuity(marks):
    return Continuity(lambda: marks)


def reasons():
    return set(PastEpoch.objects.values_list("reason", flat=True))


def newest():
    with transaction():
        append("room:1", "a", {})
    return Event.objects.latest("id").pk


def test_the_same_database_keeps_its_epoch(continuity, tmp_path):
    continuity.prove()
    continuity.committed(continuity.epoch, newest())

    after_restart = Continuity(lambda: Marks(tmp_path / "marks"))

    assert after_restart.prove() == continuity.prove() == continuity.epoch
    assert reasons() == set()


def test_a_database_behind_the_mark_gets_a_new_epoch(continuity, tmp_path):
    before = continuity.prove()
    continuity.committed(before, newest())
    Event.objects.all().delete()

    after_restart = Continuity(lambda: Marks(tmp_path / "marks"))

    assert after_restart.prove() != before
    assert reasons() == {"behind_the_mark"}


def test_a_database_of_before_the_last_renewal_gets_a_new_epoch(continuity):
    before = continuity.prove()
    renew()
    continuity.prove()
    Installation.objects.update(epoch="that of the copy")
    PastEpoch.objects.all().delete()

    assert continuity.prove() not in (before, "that of the copy")
    assert reasons() == {"older_epoch"}


def test_a_mark_of_before_a_renewal_is_only_old(continuity, tmp_path):
    continuity.committed(continuity.prove(), newest() + 100)
    renew()

    on_another_host = Continuity(lambda: Marks(tmp_path / "marks"))

    assert on_another_host.prove() == Installation.objects.get().epoch
    assert reasons() == {"by_hand"}


def test_another_cluster_gets_a_new_epoch(continuity):
    before = continuity.prove()
    Installation.objects.update(system_identifier="7")

    assert (continuity.prove() != before) == (connection.vendor == "postgresql")


def test_another_timeline_gets_a_new_epoch(continuity):
    before = continuity.prove()
    Installation.objects.update(timeline=77)

    assert (continuity.prove() != before) == (connection.vendor == "postgresql")


def test_listeners_hear_of_a_renewal_once(continuity):
    heard = []
    continuity.when_renewed(lambda epoch, head: heard.append(epoch))
    continuity.prove()
    renew()

    assert [continuity.prove(), continuity.prove()] == heard * 2
    assert len(heard) == 1


def test_a_database_that_was_left_is_not_used_again(continuity):
    left = continuity.prove()
    renew()
    continuity.prove()
    Installation.objects.update(epoch=left)
    PastEpoch.objects.update(epoch=continuity.epoch)

    with pytest.raises(OperationalError):
        continuity.prove()


def test_what_was_committed_in_an_ended_epoch_is_not_passed_on(continuity):
    began, told = continuity.prove(), []
    continuity.in_epoch(began, lambda: told.append("before"))
    renew()
    continuity.prove()

    continuity.in_epoch(began, lambda: told.append("after"))

    assert told == ["before"]


def test_ids_that_were_given_out_are_not_given_out_again():
    before = newest()
    renew()

    assert newest() > before + 1_000_000


def test_an_emptied_database_begins_an_epoch_of_its_own(continuity):
    before = continuity.prove()
    Installation.objects.all().delete()

    assert continuity.prove() != before
    assert installation().epoch == continuity.epoch


@pytest.mark.django_db(transaction=True)
def test_two_that_notice_at_once_renew_it_once(continuity):
    continuity.committed(continuity.prove(), newest() + 100)
    ready = threading.Barrier(2)

    def notice():
        ready.wait()
        try:
            continuity.prove()
        finally:
            connection.close()

    threads = [threading.Thread(target=notice) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert PastEpoch.objects.count() == 1
    assert Installation.objects.get().epoch == continuity.epoch
