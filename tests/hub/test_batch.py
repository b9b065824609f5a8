"""One transaction: what is appended together is stored and undone together."""

from contextlib import suppress

import msgspec
import pytest

from hub.actions import append, at_seal, blank, insert_with, transaction
from hub.batch import publish_with
from hub.events import Pending, Stored
from hub.log import events_after
from hub.models import Event, ReadMark, Stream

pytestmark = pytest.mark.django_db


def logged(stream="room:1"):
    rows = Event.objects.filter(stream=stream).order_by("seq")
    return [(row.seq, row.kind) for row in rows]


def test_seqs_begin_at_one_and_follow_the_order_of_appending():
    with transaction():
        append("room:1", "a", {})
        append("room:2", "b", {})
        append("room:1", "c", {})
    with transaction():
        append("room:1", "d", {})

    assert logged() == [(1, "a"), (2, "c"), (3, "d")]
    assert logged("room:2") == [(1, "b")]
    assert dict(Stream.objects.values_list("name", "head")) == {
        "room:1": 3,
        "room:2": 1,
    }


def test_nothing_is_appended_outside_a_transaction():
    with pytest.raises(RuntimeError):
        append("room:1", "a", {})
    with pytest.raises(RuntimeError):
        blank("room:1", [1])


def test_data_may_wait_for_the_seq():
    with transaction():
        event = append("room:1", "a", lambda: {"own_seq": event.seq})

    assert msgspec.json.decode(Event.objects.get().data) == {"own_seq": 1}


def test_rows_get_their_events_seq_and_their_ids_before_data_is_made():
    mark = ReadMark(user_id=7, stream="room:1")
    with transaction():
        append("room:1", "before", {})
        event = append("room:1", "a", lambda: {"row": mark.pk})
        insert_with(event, mark)

    assert mark.seq == 2
    assert msgspec.json.decode(Event.objects.get(kind="a").data) == {"row": mark.pk}


def test_callbacks_run_between_rows_and_events():
    seen = []
    mark = ReadMark(user_id=7, stream="room:1")

    with transaction():
        event = append("room:1", "a", {})
        insert_with(event, mark)
        at_seal(lambda: seen.append((mark.pk, event.seq, Event.objects.count())))

    assert seen == [(mark.pk, 1, 0)]


def test_a_failure_undoes_everything():
    with suppress(ValueError), transaction():
        insert_with(append("room:1", "a", {}), ReadMark(user_id=7, stream="room:1"))
        raise ValueError

    assert not Event.objects.exists()
    assert not Stream.objects.exists()
    assert not ReadMark.objects.exists()


def test_an_inner_failure_undoes_its_part_alone():
    with transaction():
        append("room:1", "a", {})
        with suppress(ValueError), transaction():
            ReadMark.objects.create(user_id=7, stream="room:1", seq=1)
            append("room:1", "b", {})
            at_seal(lambda: pytest.fail("This was undone."))
            raise ValueError
        append("room:1", "c", {})

    assert logged() == [(1, "a"), (2, "c")]
    assert not ReadMark.objects.exists()


def test_a_failing_callback_undoes_everything():
    def fail():
        raise ValueError

    with suppress(ValueError), transaction():
        append("room:1", "a", {})
        at_seal(fail)

    assert logged() == []


def test_blanking_reaches_events_of_the_same_transaction():
    with transaction():
        append("room:1", "a", {"text": "secret"})
    with transaction():
        append("room:1", "b", {"text": "secret"})
        append("room:1", "c", {"text": "open"})
        blank("room:1", [1, 2])

    data = Event.objects.order_by("seq").values_list("data", flat=True)
    assert list(data) == ["{}", "{}", '{"text":"open"}']


@pytest.fixture
def published():
    events: list[Stored] = []
    publish_with(events.extend)
    yield events
    publish_with(None)


def test_events_are_handed_over_once_committed(
    published, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), transaction():
        append("room:1", "a", {"text": "Good"}, by={"id": "7", "name": "Alice"})
        assert published == []

    [event] = published
    frame = msgspec.json.decode(event.payload)
    assert frame.pop("at").endswith("Z")
    assert frame == {
        "type": "event",
        "stream": "room:1",
        "seq": 1,
        "kind": "a",
        "by": {"id": "7", "name": "Alice"},
        "data": {"text": "Good"},
    }
    assert event.by_id == "7"


def test_a_replayed_event_is_the_same_bytes(
    published, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), transaction():
        append("room:1", "a", {"text": "غرفة العمليات"}, by={"id": "7", "name": "س"})

    [again] = events_after("room:1", 0, 10)
    assert again.payload == published[0].payload


def test_a_pending_event_has_no_seq_yet():
    with transaction():
        event = append("room:1", "a", {})
        assert isinstance(event, Pending)
        assert event.seq == 0
