"""Transactions beside each other: everybody's order kept, nobody waits for a circle."""

import asyncio
import random
import threading
import time
from collections import defaultdict, deque
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection

from hub.actions import advance_read_mark, append
from hub.commands import Command
from hub.errors import Unavailable
from hub.execution import Job, run_writes
from hub.frames import Write
from hub.models import Event, ReadMark, Stream
from hub.threads import WRITERS, in_database
from hub.writer import Writer

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = [SimpleNamespace(pk=number, locale="en") for number in range(1, 9)]


class Say(Write, kw_only=True, frozen=True, tag="say"):
    number: int


class Ledger:
    """What ran when, in which thread, as the commands themselves write it down."""

    def __init__(self):
        self.said = defaultdict(list)
        self.overlaps = []
        self._at_work = {}

    def command(self, *, locks):
        def run(person, frame):
            here = threading.get_ident()
            for other, (pk, other_locks) in list(self._at_work.items()):
                if other != here and (pk == person.pk or (locks and other_locks)):
                    self.overlaps.append((pk, person.pk))
            self._at_work[here] = (person.pk, locks)
            time.sleep(random.random() / 1000)
            self.said[person.pk].append(frame.number)
            event = append(f"room:{frame.number % 3}", "said", {"n": frame.number})
            self._at_work.pop(here)
            return lambda: {"seq": event.seq}

        return Command(Say, run, savepoint=locks)


async def test_everybody_is_answered_in_order_and_nobody_runs_beside_themselves():
    ledger = Ledger()
    commands = [ledger.command(locks=locks) for locks in (False, True)]
    writer = Writer()
    asked, answers, done = defaultdict(list), [], asyncio.Event()

    def answered(answer):
        answers.append(answer)
        if len(answers) == 300:
            done.set()

    for number in range(300):
        person = random.choice(PEOPLE)
        frame = Say(ref=1, client_id=uuid4(), number=number)
        asked[person.pk].append(number)
        writer.write(Job(person, random.choice(commands), frame), answered)
        if number % 20 == 0:
            await asyncio.sleep(0.002)

    async with asyncio.timeout(60):
        await done.wait()

    assert ledger.said == asked
    assert ledger.overlaps == []
    assert writer.idle
    assert all(answer["duplicate"] is False for answer in answers)
    events = await in_database(_seqs)
    assert sum(map(len, events.values())) == 300
    assert all(seqs == list(range(1, len(seqs) + 1)) for seqs in events.values())


def test_postgresql_has_two_writers_and_sqlite_one():
    of_vendor = {"postgresql": 2, "sqlite": 1}

    assert of_vendor[connection.vendor] == WRITERS


def test_transactions_that_wait_for_each_other_lose_nothing():
    """Each locks the same rows in another order: as several processes may."""

    def read(person, frame):
        for stream in orders[frame.number % 2]:
            advance_read_mark(7, stream, frame.number)
            time.sleep(0.01)
        event = append("room:1", "said", {"n": frame.number})
        return lambda: {"seq": event.seq}

    orders = [["room:1", "room:2", "room:3"], ["room:3", "room:2", "room:1"]]
    for stream in orders[0]:
        ReadMark.objects.create(user_id=7, stream=stream, seq=0)
    command = Command(Say, read)
    answers = []

    def write(thread):
        jobs = deque(
            Job(PEOPLE[thread], command, Say(ref=1, client_id=uuid4(), number=n))
            for n in range(thread, 24, 4)
        )
        while jobs:
            together = [jobs.popleft() for _ in range(min(3, len(jobs)))]
            for job, answer in zip(together, run_writes(together), strict=True):
                # As a client does; it has changed nothing.
                if isinstance(answer, Unavailable):
                    jobs.append(job)
                else:
                    answers.append(answer)
        connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer["seq"] for answer in answers) == list(range(1, 25))
    assert set(ReadMark.objects.values_list("seq", flat=True)) == {23}
    assert Stream.objects.get(name="room:1").head == 24


def _seqs():
    found = defaultdict(list)
    for stream, seq in Event.objects.order_by("seq").values_list("stream", "seq"):
        found[stream].append(seq)
    connection.close()
    return found
