"""The newest events in memory: the same answers as the log's, with fewer questions."""

import asyncio

import pytest

from hub import log
from hub.actions import append, blank, transaction
from hub.batch import publish_with
from hub.history import EVENTS_PER_STREAM, History
from hub.models import Event
from hub.threads import in_database

ROOM = "room:1"


@pytest.fixture
def posted(transactional_db):
    """Writes this many more events and returns them as the bus would bring them."""

    def post(count, text="hello"):
        with transaction():
            for _number in range(count):
                append(ROOM, "message.posted", {"text": text})
        newest = Event.objects.filter(stream=ROOM).order_by("-seq")[:count]
        start = min(event.seq for event in newest) - 1
        return log.events_after(ROOM, start, count)

    return post


@pytest.fixture
def published():
    """What a running hub would be handed after each commit."""
    events = []
    publish_with(events.extend)
    yield events
    publish_with(None)


async def seqs(history, after, head):
    return [event.seq for event in await history.after(ROOM, after, head)]


async def test_what_was_delivered_is_answered_from_memory(posted):
    history = History()
    for event in await in_database(posted, 5):
        history.add(event)

    assert await seqs(history, 2, 5) == [3, 4, 5]
    assert history.from_log == 0


async def test_a_storm_reads_the_log_once(posted):
    await in_database(posted, 20)
    history = History()

    answers = await asyncio.gather(
        *(seqs(history, held, 20) for _again in range(10) for held in range(20))
    )

    assert answers[:20] == [list(range(held + 1, 21)) for held in range(20)]
    assert history.from_log == 1


async def test_what_comes_while_the_log_is_read_is_joined(posted):
    await in_database(posted, 3)
    history = History()
    reading = asyncio.ensure_future(seqs(history, 0, 3))
    await asyncio.sleep(0)
    for event in await in_database(posted, 2):
        history.add(event)

    assert await reading in ([1, 2, 3], [1, 2, 3, 4, 5])
    assert await seqs(history, 0, 5) == [1, 2, 3, 4, 5]


async def test_a_blanked_text_is_forgotten(posted, published):
    history = History()
    for event in await in_database(posted, 3, "secret"):
        history.add(event)

    def delete():
        with transaction():
            append(ROOM, "message.deleted", {})
            blank(ROOM, [1, 2, 3])

    await in_database(delete)
    assert [event.blanks for event in published] == [False, False, False, True]
    history.add(published[-1])

    events = await history.after(ROOM, 0, 4)
    assert [event.seq for event in events] == [1, 2, 3, 4]
    assert not any(b"secret" in event.payload for event in events)


async def test_blanking_overtakes_a_read_that_is_on_its_way(posted):
    events = await in_database(posted, 3, "secret")
    history = History()
    reading = asyncio.ensure_future(seqs(history, 0, 3))
    for _step in range(5):
        await asyncio.sleep(0)
    assert history.from_log == 1
    history.forget(ROOM)
    await reading

    await in_database(lambda: Event.objects.update(data="{}"))
    kept = await history.after(ROOM, 0, 3)

    assert len(events) == len(kept) == 3
    assert not any(b"secret" in event.payload for event in kept)


async def test_a_gap_starts_memory_anew(posted):
    events = await in_database(posted, 6)
    history = History()
    for event in [*events[:2], *events[4:]]:
        history.add(event)

    assert await seqs(history, 0, 6) == [1, 2, 3, 4, 5, 6]


async def test_memory_is_bounded_and_the_stillest_stream_goes_first(posted):
    events = await in_database(posted, 30)
    history = History(bytes_at_most=10_000)
    for event in events:
        history.add(event._replace(stream="room:2"))
    for event in events:
        history.add(event)

    assert history.bytes <= 10_000
    assert await seqs(history, 25, 30) == [26, 27, 28, 29, 30]


async def test_the_extent_is_the_same_from_memory_and_from_the_log(posted):
    events = await in_database(posted, EVENTS_PER_STREAM + 50)
    history = History()

    near = await history.extent(ROOM, 240, 250)
    far = await history.extent(ROOM, 10, 250)

    assert (near.events, far.events) == (10, 240)
    assert near.first_at
    assert far.first_at
    assert near.size == sum(len(event.payload) for event in events[240:])


def test_blanking_without_an_event_that_says_so_is_a_mistake(posted):
    posted(1)

    def blank_silently():
        with transaction():
            append("room:2", "message.deleted", {})
            blank(ROOM, [1])

    with pytest.raises(RuntimeError):
        blank_silently()
