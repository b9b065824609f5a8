"""G2: every stream is dense, and follows the order of commits."""

import random
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import msgspec
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.actions import append, transaction
from hub.models import Event, Stream

STREAMS = [f"room:{n}" for n in range(5)]
streams = st.sampled_from(STREAMS)
parts = st.lists(st.tuples(st.lists(streams, max_size=5), st.booleans()), max_size=4)


def log():
    seqs = defaultdict(list)
    for stream, seq, data in Event.objects.order_by("id").values_list(
        "stream", "seq", "data"
    ):
        seqs[stream].append((seq, msgspec.json.decode(data)["n"]))
    return seqs


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(parts, st.booleans()), max_size=6))
def test_dense_and_in_order_whatever_is_undone(batches):
    """Commands in savepoints, some undone; transactions, some undone."""
    Event.objects.all().delete()
    Stream.objects.all().delete()
    expected: dict[str, list[int]] = defaultdict(list)
    n = 0

    for commands, fails in batches:
        kept: list[tuple[str, int]] = []
        with suppress(ValueError), transaction():
            for names, undone in commands:
                with suppress(ValueError), transaction():
                    for name in names:
                        n += 1
                        append(name, "counted", {"n": n})
                        if not undone:
                            kept.append((name, n))
                    if undone:
                        raise ValueError
            if fails:
                raise ValueError
        for name, number in [] if fails else kept:
            expected[name].append(number)

    assert log() == {
        name: list(enumerate(numbers, 1)) for name, numbers in expected.items()
    }
    assert dict(Stream.objects.values_list("name", "head")) == {
        name: len(numbers) for name, numbers in expected.items()
    }


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_no_gap_and_never_wait_for_each_other_in_a_circle():
    rounds, writers = 25, 4

    def work(writer):
        dice = random.Random(writer)
        appended: Counter[str] = Counter()
        try:
            for n in range(rounds):
                names = dice.choices(STREAMS, k=4)
                with transaction():
                    for name in names:
                        append(name, "counted", {"n": [writer, n]})
                appended.update(names)
        finally:
            connection.close()
        return appended

    with ThreadPoolExecutor(writers) as pool:
        appended: Counter[str] = sum(pool.map(work, range(writers)), Counter())

    for stream, found in log().items():
        in_order = sorted(found)
        assert [seq for seq, _n in in_order] == list(range(1, appended[stream] + 1))
        for writer in range(writers):
            own = [n for _seq, (who, n) in in_order if who == writer]
            assert own == sorted(own)
    assert sum(Stream.objects.values_list("head", flat=True)) == rounds * writers * 4
