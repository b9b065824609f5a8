"""Sets of rows are what Django would have written one by one."""

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models.expressions import DatabaseDefault
from django.test.utils import CaptureQueriesContext

from chat.models import Card, Edit, Message, Visit
from chat.queries import room_of
from hub.models import Event, Receipt
from hub.rows import Set, insert, insert_models
from reports.models import FeedCard
from teams.models import User

pytestmark = pytest.mark.django_db

# Half an hour off UTC, so that a forgotten time zone shows.
AT = datetime(2026, 11, 3, 23, 30, 5, 123456, timezone(timedelta(hours=5, minutes=30)))
EVENT = ("stream", "seq", "kind", "at", "by", "data", "client_id")


def as_django_writes(model, **values):
    made = model(**values)
    made.save(force_insert=True)
    return made


def stored(row):
    """Every column as the database holds it, without Python's reading of it."""
    table = connection.ops.quote_name(row._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [row.pk])
        names = [column[0] for column in cursor.description]
        values = dict(zip(names, cursor.fetchone(), strict=True))
    return {name: value for name, value in values.items() if name != "id"}


def test_plain_rows_are_stored_as_django_stores_them():
    values = ["a", AT, '{"id":"7"}', '{"text":"غرفة \\u0000 “x”"}', uuid4()]
    kind, at, by, data, client_id = values

    insert(Set(Event, EVENT, [("room:1", 1, kind, at, by, data, client_id)]))
    insert(Set(Event, EVENT, [("room:1", 3, kind, at, by, data, None)]))

    first, second = Event.objects.order_by("seq")
    fields = {"kind": kind, "at": at, "by": by, "data": data}
    again = as_django_writes(
        Event, stream="room:2", seq=1, client_id=client_id, **fields
    )
    assert stored(first) == stored(again) | {"stream": "room:1"}
    assert stored(second) == stored(first) | {"seq": 3, "client_id": None}


def test_models_are_stored_as_django_stores_them(cast):
    room = room_of(cast.riverside)
    fields = {"room": room, "author": cast.alice, "text": "Good\n“evening”", "at": AT}

    one, two = Message(seq=1, **fields), Message(seq=2, reply_to=None, **fields)
    insert_models([one, two])

    again = as_django_writes(Message, seq=3, **fields)
    assert stored(one) == stored(again) | {"seq": 1}
    assert stored(two) == stored(again) | {"seq": 2}
    assert one.pk != two.pk
    assert not one._state.adding


def test_json_dates_and_nothing_are_kept(cast):
    fields = {
        "unit": cast.riverside,
        "event": "feed.summarised",
        "kind": "doors",
        "day": date(2026, 11, 3),
        "hour": 7,
        "data": {"top": [{"team": "نهر", "quantity": 3}], "from": None},
        "at": AT,
    }

    insert_models([made := FeedCard(seq=1, **fields)])

    made.refresh_from_db()
    assert made.data == fields["data"]
    again = as_django_writes(FeedCard, seq=2, **fields | {"hour": 8})
    again.refresh_from_db()
    assert (made.day, made.at, made.report_id) == (again.day, again.at, None)


def test_what_the_database_fills_is_left_to_it(cast):
    room, day = room_of(cast.riverside), date(2026, 11, 3)
    visit = Visit(room=room, user=cast.bob, day=day, seq=1)
    assert isinstance(visit.at, DatabaseDefault)

    insert_models([visit])

    visit.refresh_from_db()
    assert abs(visit.at - datetime.now(UTC)) < timedelta(minutes=5)


def test_rows_that_differ_in_what_is_left_out_are_all_written(cast):
    room, day = room_of(cast.riverside), date(2026, 11, 3)
    visits = [
        Visit(room=room, user=cast.bob, day=day, seq=1),
        Visit(room=room, user=cast.alice, day=day, seq=2, at=AT),
    ]

    insert_models(visits)

    assert Visit.objects.get(pk=visits[1].pk).at == AT
    assert Visit.objects.get(pk=visits[0].pk).at is not None


def test_a_row_may_point_to_one_that_was_new_when_it_was_made(cast):
    room = room_of(cast.riverside)
    message = Message(room=room, author=cast.alice, seq=1, text="x", at=AT)
    edit = Edit(message=message, seq=2)
    with pytest.raises(ValueError, match="message"):
        insert_models([edit])

    insert_models([message])
    insert_models([edit])

    assert Edit.objects.get().message_id == message.pk


def test_what_follows_another_field_follows_it_in_a_set_too(cast):
    lina = User.objects.newcomer("lina@example.org", "Lina Haddád")

    insert_models([lina])

    lina.refresh_from_db()
    assert (lina.name_key, lina.surname_key) == ("lina haddad", "haddad lina")


def test_what_is_too_long_is_not_cut(cast):
    """PostgreSQL refuses it; SQLite does not look at lengths, and keeps it whole."""
    card = Card(room=room_of(cast.riverside), seq=1, kind="k" * 41, at=AT)
    refusal = (
        pytest.raises(DataError)
        if connection.vendor == "postgresql"
        else contextlib.nullcontext()
    )

    with refusal, transaction.atomic():
        insert_models([card])

    assert [len(one.kind) for one in Card.objects.all()] in ([], [41])


def test_a_constraint_holds():
    rows = [("room:1", 1, "a", AT, "{}", "{}", None)]
    insert(Set(Event, EVENT, rows))

    with pytest.raises(IntegrityError):
        insert(Set(Event, EVENT, rows))


def test_many_rows_are_one_statement_and_keep_their_order(cast):
    room = room_of(cast.riverside)
    messages = [
        Message(room=room, author=cast.alice, seq=seq, text=str(seq), at=AT)
        for seq in range(1, 501)
    ]

    with CaptureQueriesContext(connection) as queries:
        insert_models(messages)

    assert len(queries) == 1
    assert dict(Message.objects.values_list("pk", "text")) == {
        message.pk: str(message.seq) for message in messages
    }


def test_nothing_is_no_statement():
    with CaptureQueriesContext(connection) as queries:
        insert(Set(Event, EVENT, []), Set(Receipt, ("author_id",), []))

    assert len(queries) == 0
