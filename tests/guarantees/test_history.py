"""The checker that the other tests rest on finds what it should find."""

import pytest

from tests.guarantees.history import Fact, History, Message, Reply, Stored

ROOM = "room:1"


@pytest.fixture
def history():
    """Three writes, acknowledged and heard by one reader from the beginning."""
    history = History()
    for seq in (1, 2, 3):
        history.writes(client_id(seq), ROOM, f"text {seq}")
        history.acknowledged(client_id(seq), Reply(f"m{seq}", seq, False))
    reader = history.reader("bob", ROOM, 0)
    for seq in (1, 2, 3):
        reader.hear(fact(seq))
    return history


def test_what_is_as_it_should_be_is_clean(history):
    verdict = history.verdict(stored(1, 2, 3))

    assert verdict.clean, str(verdict)
    assert str(verdict) == (
        "3 acknowledged · 0 lost · 0 repeated · 0 out of order · 0 invented"
        " · 3 delivered to 1 readers"
    )


def test_a_write_that_is_not_in_the_log_is_lost(history):
    assert history.verdict(stored(1, 2)).lost


def test_a_write_without_its_row_is_lost(history):
    kept = stored(1, 2, 3)
    without = {key: row for key, row in kept.messages.items() if key != "m2"}

    assert history.verdict(Stored(kept.logs, without)).lost


def test_a_row_with_another_text_is_lost(history):
    kept = stored(1, 2, 3)
    changed = {**kept.messages, "m2": Message(ROOM, 2, "something else")}

    assert history.verdict(Stored(kept.logs, changed)).lost


def test_an_event_that_a_reader_never_heard_is_lost(history):
    del history.readers[0].heard[1]

    verdict = history.verdict(stored(1, 2, 3))

    assert verdict.lost == ["bob in room:1 never heard 2 of 3"]
    assert not verdict.out_of_order


def test_the_last_event_is_missed_too(history):
    del history.readers[0].heard[-1]

    assert history.verdict(stored(1, 2, 3)).lost


def test_what_comes_late_is_out_of_order(history):
    heard = history.readers[0].heard
    heard[0], heard[1] = heard[1], heard[0]

    verdict = history.verdict(stored(1, 2, 3))

    assert verdict.out_of_order == ["bob in room:1 heard 1 after 2"]
    assert not verdict.lost


def test_what_a_reader_holds_already_it_drops(history):
    history.readers[0].heard[2:2] = [fact(1), fact(2)]

    assert history.verdict(stored(1, 2, 3)).clean


def test_a_reader_is_owed_nothing_before_its_start(history):
    history.reader("olive", ROOM, 2).hear(fact(3))

    assert history.verdict(stored(1, 2, 3)).clean


def test_an_event_that_the_log_has_not_is_invented(history):
    history.readers[0].hear(fact(4))

    assert history.verdict(stored(1, 2, 3)).invented


def test_an_event_with_another_content_is_invented(history):
    history.readers[0].heard[1] = fact(2)._replace(text="something else")

    assert history.verdict(stored(1, 2, 3)).invented


def test_a_post_that_nobody_sent_is_invented(history):
    assert history.verdict(stored(1, 2, 3, 4)).invented


def test_a_write_done_twice_is_repeated(history):
    kept = stored(1, 2, 3)
    again = fact(2)._replace(seq=4, message="m4")

    assert history.verdict(Stored({ROOM: [*kept.logs[ROOM], again]}, {})).repeated


def test_another_reply_to_the_same_write_is_repeated(history):
    history.acknowledged(client_id(2), Reply("m9", 9, True))

    assert history.verdict(stored(1, 2, 3)).repeated


def test_a_reply_that_says_new_again_is_repeated(history):
    history.acknowledged(client_id(2), Reply("m2", 2, False))

    assert history.verdict(stored(1, 2, 3)).repeated


def test_a_first_reply_that_says_duplicate_is_fine(history):
    """The one before it was lost with the socket."""
    history.replies[client_id(2)] = [Reply("m2", 2, True), Reply("m2", 2, True)]

    assert history.verdict(stored(1, 2, 3)).clean


def test_a_log_with_a_hole_is_out_of_order(history):
    kept = stored(1, 2, 3)
    hole = [kept.logs[ROOM][0], *kept.logs[ROOM][2:]]

    assert history.verdict(Stored({ROOM: hole}, kept.messages)).out_of_order


def client_id(seq):
    return f"00000000-0000-0000-0000-{seq:012}"


def fact(seq):
    return Fact(seq, "message.posted", client_id(seq), f"m{seq}", f"text {seq}")


def stored(*seqs):
    rows = {f"m{seq}": Message(ROOM, seq, f"text {seq}") for seq in seqs}
    return Stored({ROOM: [fact(seq) for seq in seqs]}, rows)
