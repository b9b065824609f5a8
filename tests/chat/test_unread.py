import pytest

from chat.actions import add_card
from chat.queries import room_of
from hub.actions import transaction
from hub.execution import execute
from hub.routing import routing


@pytest.fixture
def rooms():
    return next(p for p in routing().providers if p.prefix == "room")


def test_others_messages_after_the_mark_count(rooms, post, alice, bob, room):
    post(bob)
    post(alice)
    post(bob)
    post(bob)

    assert rooms.unread(alice, {room.stream: 0}) == {room.stream: (3, 0)}
    assert rooms.unread(alice, {room.stream: 3}) == {room.stream: (1, 0)}
    assert rooms.unread(bob, {room.stream: 0}) == {room.stream: (1, 0)}
    assert rooms.unread(alice, {room.stream: 4}) == {room.stream: (0, 0)}


def test_who_was_away_for_long_is_counted_up_to_a_thousand(
    rooms, post, alice, bob, room, monkeypatch
):
    for _ in range(4):
        post(bob)
    with transaction():
        add_card(room=room, kind="goal.reached", data={})
    monkeypatch.setattr("hub.unread.COUNTED_AT_MOST", 4)

    assert rooms.unread(alice, {room.stream: 0}) == {room.stream: (4, 0)}
    assert rooms.unread(alice, {room.stream: 2}) == {room.stream: (3, 0)}


def test_deleted_messages_do_not_count(rooms, post, change, alice, bob, room):
    posted = post(bob)
    change(bob, "delete", posted)

    assert rooms.unread(alice, {room.stream: 0}) == {room.stream: (0, 0)}


def test_cards_count_too(rooms, alice, bob, room):
    with transaction():
        add_card(room=room, kind="kit.given", data={}, author=bob)
        add_card(room=room, kind="kit.given", data={}, author=alice)
        add_card(room=room, kind="goal.reached", data={})

    assert rooms.unread(alice, {room.stream: 0}) == {room.stream: (2, 0)}


def test_an_outsider_learns_nothing(rooms, post, alice, charlie, room):
    post(alice)

    assert rooms.unread(charlie, {room.stream: 0}) == {room.stream: (0, 0)}


def test_the_queries_do_not_grow_with_the_rooms(
    rooms, person, world, django_assert_num_queries
):
    organizer = person("Omar", "organizer", world.office)
    streams = [own.stream for own in rooms.own(organizer)]
    assert len(streams) == 3

    for marks in ({streams[0]: 0}, dict.fromkeys(streams, 0)):
        with django_assert_num_queries(4):
            rooms.unread(organizer, marks)
    with django_assert_num_queries(3):
        rooms.own(organizer)


def test_reading_moves_the_mark_and_never_back(post, alice, bob, room):
    for _ in range(3):
        post(bob)

    def read(seq):
        frame = {"type": "stream.read", "stream": room.stream, "seq": seq}
        return execute(alice, frame)["seq"]

    assert [read(2), read(1), read(99)] == [2, 2, 3]


def test_rooms_of_other_people_have_no_mark(alice, world):
    stream = room_of(world.other_team).stream

    with pytest.raises(Exception, match="refused"):
        execute(alice, {"type": "stream.read", "stream": stream, "seq": 1})
