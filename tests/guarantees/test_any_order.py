"""Whatever the bus loses, repeats and reorders, and whoever comes and goes meanwhile.

One process's delivery with the real log: each subscriber gets each event once and in
order, and nothing more once it is out.
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.queries import room_of
from hub import batch, history, live, queries, streams
from hub.actions import append, revoke, transaction
from hub.connection import Connection
from hub.control import EVERY_STREAM
from hub.live import Hub
from hub.models import Installation
from hub.routing import SignedIn
from hub.subscriptions import subscribe
from hub.threads import in_database
from teams.actions import add_member, remove_member
from teams.models import MembershipState, Unit, User
from teams.roles import Role
from tests.cast import assemble

PEOPLE = 5
PATIENCE_S = 30.0

# What may happen next; the numbers say how much or to whom.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("commit"), st.integers(1, 7)),
        st.tuples(st.just("arrive"), st.integers(1, 5)),
        st.tuples(st.just("lose"), st.integers(1, 3)),
        st.tuples(st.just("repeat"), st.integers(0, 3)),
        st.tuples(st.just("shuffle"), st.integers(0, 100)),
        st.tuples(st.just("come"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("come_back"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("ask_again"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("leave"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("stop_reading"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("check_heads"), st.just(0)),
        st.tuples(st.just("rest"), st.integers(0, 4)),
        st.tuples(st.just("decide_again"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("put_out"), st.integers(0, PEOPLE - 1)),
    ),
    min_size=5,
    max_size=30,
)


@pytest.fixture
def place(transactional_db):
    """The room, its epoch and five people in it."""
    # Emptying the tables before a test takes the migration's row with it.
    Installation.objects.get_or_create(pk=1, defaults={"epoch": "a history"})
    unit = assemble().riverside
    users = [_newcomer(unit) for _number in range(PEOPLE)]
    return Place(unit, room_of(unit).stream, queries.epoch(), users)


@pytest.fixture
def small(monkeypatch):
    """Slices, pages and tails so small that few events and people cross their ends."""
    monkeypatch.setattr(streams, "SLICE", 2)
    monkeypatch.setattr(streams, "READ_AT_ONCE", 3)
    monkeypatch.setattr(history, "AT_ONCE", 3)
    monkeypatch.setattr(history, "EVENTS_PER_STREAM", 6)


@pytest.mark.guarantee("G2")
@pytest.mark.guarantee("G4")
@pytest.mark.guarantee("G7")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_each_gets_each_event_once_and_in_order(small, place, steps):
    asyncio.run(World(place).live_through(steps))


@dataclass
class Place:
    unit: Unit
    stream: str
    epoch: str
    users: list[User]

    def fill_up(self):
        """Somebody else for each who was put out."""
        for number, user in enumerate(self.users):
            if not user.memberships.filter(state=MembershipState.ACTIVE).exists():
                self.users[number] = _newcomer(self.unit)


class Wire:
    """A socket's other end, which may stop taking what comes."""

    congested = False

    def __init__(self):
        self.frames = []
        self.reading = asyncio.Event()
        self.reading.set()
        self.closed_with = None

    def write(self, outgoing):
        self.frames += [json.loads(payload) for payload in outgoing.payloads]

    def close(self, code):
        self.closed_with = code

    def withhold(self):
        """Here nothing waits: what was written has arrived."""

    async def drained(self):
        await self.reading.wait()


class Person:
    """Somebody with one socket at most, who follows the room from a position on."""

    def __init__(self, user):
        self.user = user
        self.connection = None
        self.start = None
        self.opening = None
        self.out = False

    @property
    def seqs(self):
        return [f["seq"] for f in self.wire.frames if f["type"] == "event"]

    @property
    def held(self):
        return max(self.seqs, default=self.start)

    @property
    def opened(self):
        return self.opening is None or self.opening.done()

    @property
    def after_out(self):
        """What came after the word that this person is out."""
        said = [f["type"] in ("dropped", "error") for f in self.wire.frames]
        last = self.wire.frames[said.index(True) + 1 :] if any(said) else []
        return [frame for frame in last if frame["type"] == "event"]


class World:
    """One hub without its bus: what is committed waits until a step lets it arrive."""

    def __init__(self, place):
        self.place = place
        self.stream, self.epoch = place.stream, place.epoch
        self.people = [Person(user) for user in place.users]
        self.travelling = []

    async def live_through(self, steps):
        self.heads = await in_database(queries.heads, [self.stream, batch.CONTROL])
        batch.publish_with(self._committed)
        self.hub = live._hub = Hub()
        try:
            control = self.hub.streams.open(batch.CONTROL)
            control.delivered = self.heads[batch.CONTROL]
            for name, number in steps:
                await getattr(self, name)(number)
                await asyncio.sleep(0)
            await self.all_is_well()
        finally:
            self.hub.stop()
            live._hub = None
            await in_database(self.place.fill_up)

    def _committed(self, events):
        self.travelling += events
        for event in events:
            self.heads[event.stream] = event.seq

    async def commit(self, count):
        await in_database(_commit, self.stream, count)

    async def arrive(self, count):
        arriving, self.travelling[:] = self.travelling[:count], self.travelling[count:]
        self.hub.streams.deliver(arriving)

    async def lose(self, count):
        del self.travelling[:count]

    async def repeat(self, count):
        self.travelling[:0] = self.travelling[:count]

    async def shuffle(self, seed):
        random.Random(seed).shuffle(self.travelling)

    async def come(self, number):
        """On a new socket, from now on."""
        await self.leave(number)
        await self._open(self.people[number], None)

    async def come_back(self, number):
        """On a new socket, with the position held."""
        person = self.people[number]
        if person.start is not None and person.opened:
            await self.leave(number)
            await self._open(person, person.held)

    async def ask_again(self, number):
        """The same socket, after a jump that it has seen or believes in."""
        person = self.people[number]
        if person.start is not None and person.opened and not person.out:
            after = (self.epoch, person.held)
            person.asked_again = True
            person.opening = asyncio.ensure_future(self._subscribe(person, after))

    async def leave(self, number):
        person = self.people[number]
        if person.connection is not None and not person.hung_up:
            person.hung_up = True
            person.opening.cancel()
            await asyncio.wait([person.opening])
            self._check(person)
            self.hub.disconnected(person.connection)
            person.wire.reading.set()

    async def stop_reading(self, number):
        """Until it leaves or the end: its replay waits meanwhile."""
        person = self.people[number]
        if person.connection is not None:
            person.wire.reading.clear()

    async def check_heads(self, _number):
        await self.hub.streams.check_heads()

    async def rest(self, times):
        for _time in range(times):
            await asyncio.sleep(0)

    async def decide_again(self, number):
        await in_database(_decide_again, self.people[number].user)

    async def put_out(self, number):
        person = self.people[number]
        if not person.out:
            person.out = True
            await in_database(_put_out, person.user)

    async def _open(self, person, position):
        person.wire = Wire()
        person.asked_again = person.hung_up = False
        person.connection = Connection(SignedIn(person.user), person.wire)
        self.hub.connected(person.connection)
        person.start = position
        after = None if position is None else (self.epoch, position)
        person.opening = asyncio.ensure_future(self._subscribe(person, after))

    async def _subscribe(self, person, after):
        try:
            opened = await subscribe(self.hub, person.connection, self.stream, after)
        except Exception as error:
            person.connection.send({"type": "error", "code": repr(error)})
            return
        if person.start is None:
            # What was said while it was being opened comes before the `ok`.
            person.start = person.seqs[0] - 1 if person.seqs else opened["head"]

    async def all_is_well(self):
        """The bus has lost the rest; what everybody has is what the log has."""
        for person in self.people:
            if person.connection is not None:
                person.wire.reading.set()
        until = time.monotonic() + PATIENCE_S
        while not self._at_rest():
            assert time.monotonic() < until, "delivery stands still"
            await self.hub.streams.check_heads()
            await asyncio.sleep(0.001)
        for person in self.people:
            if person.connection is not None and not person.hung_up:
                assert person.wire.closed_with is None
                self._check(person)
                if person.out:
                    assert not self._follows(person)
                else:
                    assert person.held == self.heads[self.stream]

    def _at_rest(self):
        room = self.hub.streams.get(self.stream)
        control = self.hub.streams.get(batch.CONTROL)
        return (
            all(person.opened for person in self.people)
            and not self.hub.control._tasks
            and not self.hub.streams._tasks
            and control.delivered == self.heads[batch.CONTROL]
            and (room is None or self._has_all(room))
        )

    def _has_all(self, room):
        delivered = room.delivered in (None, self.heads[self.stream])
        return delivered and not room.pending and not room.resting

    def _follows(self, person):
        room = self.hub.streams.get(self.stream)
        return room is not None and person.connection in room.live

    def _check(self, person):
        """The client's rule, to drop what it holds, is for who asked on a live socket.

        Nothing comes twice to anybody else.
        """
        seqs, start = person.seqs, person.start
        if person.asked_again:
            seqs = [seq for n, seq in enumerate(seqs) if seq > max(seqs[:n], default=0)]
        if start is None:
            assert seqs == []
        else:
            assert seqs == list(range(start + 1, start + 1 + len(seqs)))
        assert person.after_out == []


def _newcomer(unit):
    user = User.objects.create_user(email=f"{uuid4()}@example.org", name="Somebody")
    add_member(user=user, unit=unit, role=Role.VOLUNTEER)
    return user


def _commit(stream, count):
    with transaction():
        for _number in range(count):
            append(stream, "test.happened", {})


def _decide_again(user):
    with transaction():
        revoke(user=user.pk, stream=EVERY_STREAM, reason="role changed")


def _put_out(user):
    remove_member(membership=user.memberships.get())
