import threading

import pytest
from django.db import DatabaseError, connection
from django.db import transaction as savepoint

from hub.actions import transaction
from teams import append_only
from teams.actions import first_broken_entry, record
from teams.models import Act, AuditEntry, AuditHead


@pytest.fixture
def before(cast):
    """How many entries the cast has made by moving in."""
    return AuditEntry.objects.count()


def write(cast, count=1):
    with transaction():
        for _number in range(count):
            record(
                Act.ROLE_CHANGED,
                by=cast.olive,
                unit=cast.riverside,
                subject=cast.alice,
                detail={"before": "volunteer", "after": "leader"},
            )


def test_entries_are_numbered_and_chained(cast, before):
    write(cast, 2)
    write(cast)

    entries = list(AuditEntry.objects.order_by("seq"))

    assert [entry.seq for entry in entries] == list(range(1, before + 4))
    assert [entry.previous for entry in entries] == [
        "",
        *(entry.digest for entry in entries[:-1]),
    ]
    assert first_broken_entry() is None


def test_what_is_undone_is_not_written_down(cast, before):
    class Undone(Exception):
        pass

    def undone():
        with transaction():
            write(cast)
            raise Undone

    pytest.raises(Undone, undone)

    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_an_entry(cast, before, change):
    write(cast)
    entries = AuditEntry.objects.filter(seq=before + 1)

    with pytest.raises(DatabaseError), savepoint.atomic():
        entries.update(act=Act.EXPORTED) if change == "update" else entries.delete()

    assert entries.get().act == Act.ROLE_CHANGED


def forge(entries):
    entries.filter(seq=2).update(detail={"to": "volunteer"})


def cut_out(entries):
    entries.filter(seq=2).delete()


def cut_off(entries):
    entries.filter(seq=entries.count()).delete()


@pytest.mark.parametrize(("harm", "seq"), [(forge, 2), (cut_out, 2), (cut_off, None)])
def test_harm_done_past_the_triggers_shows(cast, harm, seq):
    write(cast, 3)
    last = AuditEntry.objects.count()
    with append_only.lifted(connection):
        harm(AuditEntry.objects.all())

    assert first_broken_entry() == (seq or last)


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_make_one_chain(cast, before):
    def many():
        for _ in range(10):
            write(cast)
        connection.close()

    writing = [threading.Thread(target=many) for _ in range(2)]
    for thread in writing:
        thread.start()
    for thread in writing:
        thread.join()

    assert AuditHead.objects.get().seq == before + 20
    assert first_broken_entry() is None
