"""The tracker by itself, with the time given to it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence.people import Entry, Identity, Place, State, Veil
from presence.tracker import GRACE_SECONDS, Tracker
from presence.watching import CROWD, QUIET_SECONDS, View

CENTRE, OFFICE, TEAM, OTHER_TEAM = "/1/", "/1/2/", "/1/2/3/", "/1/2/4/"
ALL = View(below=frozenset({CENTRE}))
TEAM_ONLY = View(units=frozenset({TEAM}), teams=frozenset({TEAM}))
COUNTS = View()

ALICE = Identity(1, "Alice", (Place(TEAM),))
BOB = Identity(2, "Bob", (Place(TEAM),))
CHARLIE = Identity(3, "Charlie", (Place(OTHER_TEAM),))
OSCAR = Identity(4, "Oscar", (Place(OFFICE, attends=True), Place(CENTRE, attends=True)))


@pytest.fixture
def tracker():
    return Tracker()


def frames(tracker, now, device):
    return [news.frame for news in tracker.flush(now) if device in news.devices]


def states(entries):
    return {entry["user"]["name"]: entry["state"] for entry in entries}


def test_people_count_in_their_unit_and_all_above(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.connect(30, CHARLIE, 0)

    assert [tracker.online(unit) for unit in (1, 2, 3, 4, 99)] == [2, 2, 1, 1, 0]


def test_several_devices_count_once(tracker):
    for device in (10, 11, 12):
        tracker.connect(device, ALICE, 0)
    tracker.disconnect(11, 1)

    assert tracker.online(3) == 1


def test_somebody_of_two_units_counts_once_above(tracker):
    tracker.connect(10, OSCAR, 0)

    assert tracker.online(1) == 1


def test_who_leaves_stays_for_the_grace(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.disconnect(10, 100)

    tracker.flush(100 + GRACE_SECONDS - 0.1)
    assert tracker.online(3) == 1

    assert tracker.next_due() == 100 + GRACE_SECONDS
    tracker.flush(100 + GRACE_SECONDS)
    assert tracker.online(3) == 0
    assert not tracker.is_connected(1)


def test_a_reload_tells_nobody_anything(tracker):
    tracker.connect(20, BOB, 0)
    tracker.connect(10, ALICE, 0)
    tracker.watch(20, 3, ALL, desk=False, now=0)
    tracker.flush(0)

    tracker.disconnect(10, 10)
    tracker.connect(11, ALICE, 12)

    assert frames(tracker, 10 + GRACE_SECONDS + QUIET_SECONDS, 20) == []
    assert tracker.online(3) == 2


def test_duty_survives_a_reload(tracker):
    tracker.connect(10, OSCAR, 0)
    tracker.set_state(10, State.ON_DESK, None, 0)

    tracker.disconnect(10, 5)
    tracker.connect(11, OSCAR, 6)
    tracker.flush(60)

    assert tracker.on_desk(2) == [4]


def test_duty_does_not_survive_the_grace(tracker):
    tracker.connect(10, OSCAR, 0)
    tracker.set_state(10, State.ON_DESK, None, 0)

    tracker.disconnect(10, 5)
    tracker.flush(5 + GRACE_SECONDS)
    tracker.connect(11, OSCAR, 20)

    assert tracker.on_desk(2) == []


def test_a_phone_put_away_does_not_end_the_duty_at_the_desk(tracker):
    tracker.connect(10, OSCAR, 0)
    tracker.set_state(10, State.ON_DESK, None, 0)
    tracker.connect(11, OSCAR, 0)
    tracker.set_state(11, State.AWAY, None, 0)

    assert tracker.on_desk(2) == tracker.on_desk(1) == [4]

    tracker.set_state(10, State.ONLINE, None, 1)

    assert tracker.on_desk(2) == []


def test_who_attends_no_desk_is_on_none(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.set_state(10, State.ON_DESK, None, 0)

    assert not tracker.attends(1)
    assert [tracker.on_desk(unit) for unit in (1, 2, 3)] == [[], [], []]


def test_the_invisible_are_not_seen(tracker):
    tracker.connect(10, OSCAR, 0)
    tracker.set_state(10, State.ON_DESK, invisible=True, now=0)
    tracker.set_state(10, State.ON_DESK, invisible=None, now=0)

    assert tracker.online(2) == 0
    assert tracker.on_desk(2) == []
    assert tracker.is_connected(4)

    tracker.set_state(10, State.ONLINE, invisible=False, now=0)

    assert tracker.online(2) == 1


def test_a_watcher_gets_the_full_list_first(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.connect(20, BOB, 0)
    tracker.set_state(20, State.AWAY, None, 0)

    tracker.watch(10, 3, TEAM_ONLY, desk=False, now=50)
    [frame] = frames(tracker, 50, 10)

    assert frame["type"] == "presence"
    assert frame["unit"] == "3"
    assert states(frame["full"]) == {"Alice": "online", "Bob": "away"}
    assert frame["online"] == 2
    assert "on_desk" not in frame


def test_then_differences(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.watch(10, 3, ALL, desk=False, now=0)
    tracker.flush(0)

    tracker.connect(20, BOB, 10)
    [joined] = frames(tracker, 10, 10)
    tracker.set_state(20, State.ON_SHIFT, None, 20)
    [changed] = frames(tracker, 20, 10)
    tracker.disconnect(20, 30)
    [left] = frames(tracker, 30 + GRACE_SECONDS, 10)

    assert (states(joined["joined"]), joined["online"]) == ({"Bob": "online"}, 2)
    assert states(changed["changed"]) == {"Bob": "on_shift"}
    assert (left["left"], left["online"]) == (["2"], 1)
    assert not {"full", "changed", "left"} & joined.keys()


def test_changes_come_at_most_every_two_seconds(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.watch(10, 3, ALL, desk=False, now=0)
    tracker.flush(0)
    tracker.connect(20, BOB, 10)
    assert len(frames(tracker, 10, 10)) == 1

    tracker.set_state(20, State.AWAY, None, 10.5)
    tracker.set_state(20, State.ON_SHIFT, None, 11)

    assert frames(tracker, 11, 10) == []
    assert tracker.next_due() == 10 + QUIET_SECONDS
    [frame] = frames(tracker, 12, 10)
    assert states(frame["changed"]) == {"Bob": "on_shift"}


def test_what_changed_back_is_not_told(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.connect(20, BOB, 0)
    tracker.watch(10, 3, ALL, desk=False, now=0)
    tracker.flush(0)
    tracker.set_state(20, State.AWAY, None, 0.5)
    tracker.flush(1)

    tracker.set_state(20, State.ONLINE, None, 1.5)
    tracker.set_state(20, State.AWAY, None, 2)

    assert frames(tracker, 5, 10) == []


def test_without_the_right_to_names_there_are_counts(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.connect(40, OSCAR, 0)
    tracker.watch(10, 2, COUNTS, desk=True, now=0)
    tracker.flush(0)

    tracker.set_state(40, State.ON_DESK, None, 10)
    [frame] = frames(tracker, 10, 10)

    assert frame == {"type": "presence", "unit": "2", "online": 2, "on_desk": 1}


def test_names_of_another_team_are_not_told(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.watch(10, 2, TEAM_ONLY, desk=True, now=0)
    [full] = frames(tracker, 0, 10)
    tracker.connect(30, CHARLIE, 10)
    [more] = frames(tracker, 10, 10)

    assert states(full["full"]) == {"Alice": "online"}
    assert more["online"] == 2
    assert not {"full", "joined", "changed", "left"} & more.keys()


def test_of_a_crowd_only_the_own_team_is_named(tracker):
    view = View(below=frozenset({OFFICE}), teams=frozenset({TEAM}))
    tracker.connect(10, ALICE, 0)
    tracker.watch(10, 2, view, desk=True, now=0)
    tracker.flush(0)
    for n in range(CROWD + 1):
        who = Identity(100 + n, f"Volunteer {n}", (Place(OTHER_TEAM),))
        tracker.connect(1000 + n, who, 10)

    [frame] = frames(tracker, 10, 10)

    assert states(frame["full"]) == {"Alice": "online"}
    assert frame["online"] == CROWD + 2


def test_who_missed_a_frame_gets_the_full_list(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.watch(10, 3, ALL, desk=False, now=0)
    tracker.flush(0)
    tracker.connect(20, BOB, 10)
    tracker.flush(10)

    tracker.missed(10, 3, 10)
    [frame] = frames(tracker, 12, 10)

    assert states(frame["full"]) == {"Alice": "online", "Bob": "online"}


def test_who_stopped_watching_hears_nothing(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.watch(10, 3, ALL, desk=False, now=0)
    tracker.flush(0)
    tracker.unwatch(10, 3)
    tracker.unwatch(10, 99)
    tracker.connect(20, BOB, 10)

    assert tracker.flush(10) == []
    assert tracker.watched_by(10) == []


def test_who_moves_counts_in_the_new_place(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.connect(20, BOB, 0)
    tracker.watch(10, 2, TEAM_ONLY, desk=False, now=0)
    tracker.watch(20, 3, ALL, desk=False, now=0)
    tracker.flush(0)

    tracker.change(Identity(2, "Bob", (Place(OTHER_TEAM),)), 10)
    news = {n.unit_id: n.frame for n in tracker.flush(10)}

    assert (tracker.online(2), tracker.online(3), tracker.online(4)) == (2, 1, 1)
    assert news[2]["left"] == news[3]["left"] == ["2"]


def test_who_comes_between_two_frames_is_not_left_with_old_news(tracker):
    tracker.connect(10, ALICE, 0)
    tracker.watch(10, 3, ALL, desk=False, now=0)
    tracker.set_state(10, State.AWAY, None, 0)
    tracker.flush(0)
    tracker.connect(20, BOB, 1)
    tracker.connect(21, Identity(5, "Eve", (Place(TEAM),)), 1)
    tracker.watch(21, 3, ALL, desk=False, now=1)
    tracker.flush(1)

    tracker.set_state(20, State.ONLINE, invisible=True, now=1.5)
    [frame] = frames(tracker, 3, 21)

    assert frame["left"] == ["2"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["in", "out", "away", "desk", "hide", "show", "watch"]
                + ["there", "leaves there", "hides there", "gone there"]
                + ["goodbye", "dead"]
            ),
            st.integers(1, 4),
            st.floats(0, 4),
        ),
        max_size=60,
    )
)
def test_full_list_and_differences_always_give_the_truth(steps):
    """What a watcher holds after every frame is what a new one would be told."""
    tracker, now = Tracker(), 0.0
    watcher = Identity(9, "Watcher", (Place(TEAM),))
    tracker.connect(0, watcher, now)
    tracker.watch(0, 3, ALL, desk=False, now=now)
    held: dict[str, str] = {}
    last_changes = -QUIET_SECONDS

    def flush():
        nonlocal last_changes
        for news in tracker.flush(now):
            if 0 not in news.devices:
                continue
            frame: dict[str, Any] = news.frame
            if "full" in frame:
                held.clear()
            else:
                assert now - last_changes >= QUIET_SECONDS
                last_changes = now
            for key in ("full", "joined", "changed"):
                for entry in frame.get(key, []):
                    held[entry["user"]["id"]] = entry["state"]
            for user_id in frame.get("left", []):
                held.pop(user_id, None)
            if "full" in frame or tracker.next_due() is None:
                assert frame["online"] == tracker.online(3)

    for what, n, wait in steps:
        who = Identity(n, f"P{n}", (Place(TEAM, attends=True),))
        connected = n in tracker._devices and tracker._devices[n].leaves_at is None
        if what in ("there", "leaves there", "hides there"):
            veil = Veil(round(now), what == "hides there")
            leaves = what == "leaves there"
            tracker.put("x", Entry(who, State.ON_DESK, leaves, veil), now)
        elif what == "gone there":
            tracker.take_out("x", [n], now)
        elif what == "goodbye":
            tracker.leave("x", GRACE_SECONDS, now)
        elif what == "dead":
            tracker.lose("x", now - 2, now)
        elif what == "in" and n not in tracker._devices:
            tracker.connect(n, who, now)
        elif what == "out" and connected:
            tracker.disconnect(n, now)
        elif what == "watch" and connected:
            tracker.watch(n, 3, ALL, desk=False, now=now)
        elif connected and what in ("away", "desk"):
            state = State.AWAY if what == "away" else State.ON_DESK
            tracker.set_state(n, state, None, now)
        elif connected and what in ("hide", "show"):
            tracker.set_state(n, State.ONLINE, what == "hide", now)
        flush()
        now += wait
    now += GRACE_SECONDS + QUIET_SECONDS
    flush()
    now += QUIET_SECONDS
    flush()

    assert len(held) == tracker.online(3)
    assert {int(n) for n, s in held.items() if s == "on_desk"} == set(
        tracker.on_desk(3)
    )
