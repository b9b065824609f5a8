"""What processes tell each other, over a pipe that loses, repeats and mixes it up."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presence.exchange import BEAT_S, PEOPLE_AT_MOST, SILENT_BEATS
from presence.messages import Ask, Beat, Changes, Part
from presence.people import Identity, Place, State
from presence.tracker import GRACE_SECONDS
from tests.presence.network import Network

OFFICE = "/1/2/"
PEOPLE = [Identity(n, f"P{n}", (Place(OFFICE, attends=True),)) for n in range(1, 4)]
ALICE, BOB, OSCAR = PEOPLE
DEAD_AFTER = BEAT_S * SILENT_BEATS + 1


@pytest.fixture
def network():
    """Three processes that have heard of each other."""
    network = Network("a", "b", "c")
    network.run(2)
    return network


def known(network, *names):
    """What each process holds, as anybody could ask for it."""
    return [
        (
            network[name].tracker.online(2),
            sorted(network[name].tracker.on_desk(2)),
            {who.id for who in PEOPLE if network[name].tracker.is_connected(who.id)},
        )
        for name in names
    ]


def test_what_happens_in_one_process_is_known_in_all_at_once(network):
    device = network["a"].connect(ALICE, network.now)
    network.run(0.3)
    network["a"].tracker.set_state(device, State.ON_DESK, None, network.now)
    network.run(0.3)

    assert known(network, "a", "b", "c") == [(1, [1], {1})] * 3


def test_what_changes_in_one_moment_is_told_together(network):
    for who in PEOPLE:
        network["a"].connect(who, network.now)

    said = network.run(0.2)

    [changes] = [message for message in said if isinstance(message, Changes)]
    assert len(changes.entries) == 3


def test_one_who_stays_the_same_is_not_told_again(network):
    network["a"].connect(ALICE, network.now)
    network.run(1)
    network["a"].connect(BOB, network.now)

    said = network.run(BEAT_S * 3)

    [changes] = [message for message in said if isinstance(message, Changes)]
    assert [entry.who for entry in changes.entries] == [BOB]
    assert not [message for message in said if isinstance(message, Ask | Part)]


def test_a_new_process_learns_all_in_parts_of_bounded_size(network):
    crowd = 2 * PEOPLE_AT_MOST + 1
    for n in range(crowd):
        network["a"].connect(Identity(100 + n, "V", (Place(OFFICE),)), network.now)
    network.run(2)

    network.start("d")
    said = network.run(2)

    assert network["d"].tracker.online(2) == crowd
    parts = [message for message in said if isinstance(message, Part)]
    assert [len(part.entries) for part in parts] == [PEOPLE_AT_MOST] * 2 + [1]


def test_a_full_list_asked_for_by_many_is_sent_once(network):
    network["a"].connect(ALICE, network.now)
    network.run(1)

    for name in "defgh":
        network.start(name)
    said = network.run(1)

    assert len([message for message in said if isinstance(message, Part)]) == 1
    assert known(network, *"defgh") == [(1, [], {1})] * 5


def test_who_moves_to_another_process_keeps_duty_and_is_seen_all_the_time(network):
    device = network["a"].connect(OSCAR, network.now)
    network["a"].tracker.set_state(device, State.ON_DESK, None, network.now)
    network.run(1)

    network["a"].disconnect(OSCAR.id, network.now)
    network.run(1)
    network["b"].connect(OSCAR, network.now)
    seen = []
    network.run(10, lambda: seen.extend(known(network, "a", "b", "c")))

    assert {tuple(on_desk) for _online, on_desk, _connected in seen} == {(3,)}


def test_who_was_faster_than_the_news_keeps_duty_too(network):
    device = network["a"].connect(OSCAR, network.now)
    network["a"].tracker.set_state(device, State.ON_DESK, None, network.now)
    network.run(1)

    network["b"].connect(OSCAR, network.now)
    network["a"].disconnect(OSCAR.id, network.now)
    seen = []
    network.run(10, lambda: seen.extend(known(network, "a", "b", "c")))

    assert {tuple(on_desk) for _online, on_desk, _connected in seen} == {(3,)}


def test_the_own_word_of_who_moved_over_counts_more_than_late_news(network):
    device = network["a"].connect(OSCAR, network.now)
    network["a"].tracker.set_state(device, State.ON_DESK, None, network.now)
    network.run(1)

    device = network["b"].connect(OSCAR, network.now)
    network["b"].tracker.set_state(device, State.ONLINE, None, network.now)
    network["a"].disconnect(OSCAR.id, network.now)
    network.run(GRACE_SECONDS + 1)

    assert known(network, "a", "b", "c") == [(1, [], {3})] * 3


def test_who_moved_over_may_end_the_duty_there_at_once(network):
    device = network["a"].connect(OSCAR, network.now)
    network["a"].tracker.set_state(device, State.ON_DESK, None, network.now)
    network["a"].disconnect(OSCAR.id, network.now)
    network.run(1)

    device = network["b"].connect(OSCAR, network.now)
    network.run(1)
    assert known(network, "a", "b", "c") == [(1, [3], {3})] * 3

    network["b"].tracker.set_state(device, State.ONLINE, None, network.now)
    network.run(1)
    assert known(network, "a", "b", "c") == [(1, [], {3})] * 3


def test_a_full_list_ends_who_is_not_in_it(network):
    network["a"].connect(ALICE, network.now)
    network["a"].connect(BOB, network.now)
    network.run(1)
    network["b"].stands = True
    network["a"].disconnect(ALICE.id, network.now)
    network.run(GRACE_SECONDS + 1)

    network["b"].waiting.clear()
    network["b"].stands = False
    network.run(BEAT_S + 1)

    assert known(network, "b") == [(1, [], {2})]


def test_a_killed_process_s_people_are_gone_in_time_and_not_before_the_grace(network):
    network["a"].connect(ALICE, network.now)
    network.run(20)
    del network.processes["a"]

    network.run(GRACE_SECONDS + 1)
    assert known(network, "b", "c") == [(1, [], {1})] * 2

    network.run(DEAD_AFTER - GRACE_SECONDS)
    assert known(network, "b", "c") == [(0, [], set())] * 2


def test_who_came_over_from_a_killed_process_goes_on_with_their_duty(network):
    device = network["a"].connect(OSCAR, network.now)
    network["a"].tracker.set_state(device, State.ON_DESK, None, network.now)
    network.run(5)
    del network.processes["a"]

    network.run(1)
    network["b"].connect(OSCAR, network.now)
    network.run(DEAD_AFTER)

    assert known(network, "b", "c") == [(1, [3], {3})] * 2


def test_a_goodbye_leaves_the_grace_to_come_back(network):
    network["a"].connect(ALICE, network.now)
    network["a"].connect(BOB, network.now)
    network.run(1)
    network.say(network.processes.pop("a").exchange.goodbye(0))

    network.run(GRACE_SECONDS - 1)
    network["b"].connect(BOB, network.now)
    assert known(network, "c") == [(2, [], {1, 2})]

    network.run(1.5)
    assert known(network, "b", "c") == [(1, [], {2})] * 2


def test_while_the_bus_is_away_nobody_is_lost_and_then_all_heals(network):
    network["a"].connect(ALICE, network.now)
    network.run(1)

    network.is_up = False
    network.run(60)
    assert known(network, "b", "c") == [(1, [], {1})] * 2

    network["a"].disconnect(ALICE.id, network.now)
    network["b"].connect(BOB, network.now)
    network.run(60)
    network.is_up = True
    network.run(3)
    assert known(network, "a", "b", "c") == [(1, [], {2})] * 3


def test_a_process_that_stood_still_takes_nobody_for_dead(network):
    network["a"].connect(ALICE, network.now)
    network["b"].connect(BOB, network.now)
    network.run(10)
    network["b"].stands = True

    network.run(30)
    assert known(network, "a", "c") == [(1, [], {1})] * 2
    network["b"].waiting.clear()  # The bus gives up on who doesn't read.
    network["b"].stands = False
    seen = []
    network.run(30, lambda: seen.extend(known(network, "b")))

    assert seen == [(2, [], {1, 2})] * len(seen)
    assert known(network, "a", "c") == [(2, [], {1, 2})] * 2


def test_beats_that_were_held_up_do_not_make_others_old(network):
    network["a"].connect(ALICE, network.now)
    network.run(1)

    for _number in range(SILENT_BEATS * 2):
        network["b"].exchange.hear(Beat("b", 0), network.now)

    assert known(network, "b") == [(1, [], {1})]


def test_nothing_is_certain_before_everybody_had_time_to_be_heard(network):
    lone = Network("x")
    lone.run(BEAT_S)
    assert not lone["x"].exchange.is_certain(lone.now)

    lone.run(DEAD_AFTER)
    assert lone["x"].exchange.is_certain(lone.now)

    lone.is_up = False
    lone.run(BEAT_S * 3)
    assert not lone["x"].exchange.is_certain(lone.now)

    lone.is_up = True
    lone.run(BEAT_S * 2)
    assert not lone["x"].exchange.is_certain(lone.now)


def test_nothing_is_certain_while_another_s_list_is_missing(network):
    network.run(DEAD_AFTER)
    assert network["b"].exchange.is_certain(network.now)

    network["b"].exchange.hear(Beat("stranger", 7), network.now)

    assert not network["b"].exchange.is_certain(network.now)


def test_hiding_on_one_device_hides_everywhere_and_the_last_word_counts(network):
    here = network["a"].connect(ALICE, network.now)
    there = network["b"].connect(ALICE, network.now)
    network.run(1)

    network["a"].tracker.set_state(here, State.ONLINE, True, network.now)
    network.run(1)
    assert known(network, "a", "b", "c") == [(0, [], {1})] * 3

    network["b"].tracker.set_state(there, State.ON_DESK, False, network.now)
    network.run(1)
    assert known(network, "a", "b", "c") == [(1, [1], {1})] * 3

    network["a"].tracker.set_state(here, State.ONLINE, True, network.now)
    network["a"].disconnect(ALICE.id, network.now)
    network.run(10)
    assert known(network, "a", "b", "c") == [(0, [], {1})] * 3


def test_who_is_moved_counts_in_the_new_unit_everywhere(network):
    network["a"].connect(ALICE, network.now)
    network.run(1)

    moved = Identity(ALICE.id, ALICE.name, (Place("/1/5/"),))
    network["a"].tracker.change(moved, network.now)
    network.run(1)

    for name in "abc":
        tracker = network[name].tracker
        assert (tracker.online(2), tracker.online(5)) == (0, 1)


STEPS = st.tuples(
    st.sampled_from(
        ["in", "in", "in", "out", "desk", "away", "hide", "show", "move", "kill"]
        + ["goodbye", "stop", "bus"]
    ),
    st.integers(0, 2),
    st.integers(0, 2),
    st.floats(0, 8),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=25), st.integers(0, 2**32))
def test_after_a_quiet_while_all_agree(steps, seed):
    """Whatever the pipe did, and whoever was killed, stopped or cut off meanwhile."""
    network = Network("0.0", "1.0", "2.0")
    network.faults = Random(seed)
    names, people = ["0.0", "1.0", "2.0"], list(PEOPLE)
    for number, (what, where, whom, wait) in enumerate(steps):
        process, who = network[names[where]], people[whom]
        devices = process.devices.get(who.id, [])
        if what == "in":
            process.connect(who, network.now)
        elif what in ("kill", "goodbye"):
            if what == "goodbye":
                network.say(process.exchange.goodbye(0))
            del network.processes[names[where]]
            names[where] = f"{where}.{number}"
            network.start(names[where])
        elif what == "stop":
            process.stands = not process.stands
        elif what == "bus":
            network.is_up = not network.is_up
        elif what == "out" and devices:
            process.disconnect(who.id, network.now)
        elif what == "move":
            path = f"/1/{2 + number % 2}/"
            people[whom] = Identity(who.id, who.name, (Place(path, attends=True),))
            for one in network.processes.values():
                one.tracker.change(people[whom], network.now)
        elif devices:
            state = {"desk": State.ON_DESK, "away": State.AWAY}.get(what, State.ONLINE)
            hides = {"hide": True, "show": False}.get(what)
            process.tracker.set_state(devices[-1], state, hides, network.now)
        network.run(wait)

    network.is_up, network.faults = True, None
    for process in network.processes.values():
        process.stands = False
    network.run(2 * DEAD_AFTER)

    online = {
        who.id
        for who in PEOPLE
        if any(process.devices.get(who.id) for process in network.processes.values())
    }
    first, *others = known(network, *names)
    assert first[2] == online
    assert others == [first] * 2
    assert all(network[name].exchange.is_certain(network.now) for name in names)
