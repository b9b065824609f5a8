"""Acknowledged means flushed: on every connection, or it is not used."""

import threading

import pytest
from django.db import connection, transaction

from hub.durability import NotDurable, check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.guarantee("G1")
def test_every_connection_waits_for_the_disk():
    unsafe = []

    def look():
        try:
            check(connection)
        except NotDurable as error:
            unsafe.append(error)
        finally:
            connection.close()

    for _number in range(3):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    assert unsafe == []


@pytest.mark.guarantee("G1")
def test_a_connection_that_does_not_wait_for_the_disk_is_refused():
    if connection.vendor == "postgresql":
        with transaction.atomic():
            refused_after("SET LOCAL synchronous_commit = off")
    else:
        refused_after("PRAGMA synchronous = NORMAL")
        connection.close()


def refused_after(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)

    with pytest.raises(NotDurable, match="could be lost"):
        check(connection)
