"""Counting goes by a clock that never jumps, in bounded memory."""

import time

from limits import RateLimitItemPerSecond
from limits.strategies import FixedWindowRateLimiter

from hub import limits
from hub.limits import FORGET_AT, Counters

THREE = RateLimitItemPerSecond(3, 3600, namespace="test")


def test_what_is_more_than_the_limit_is_refused():
    limiter = FixedWindowRateLimiter(Counters())

    assert [limiter.hit(THREE, "1") for _try in range(5)] == [True] * 3 + [False] * 2
    assert limiter.hit(THREE, "2")


def test_a_clock_that_is_put_forward_or_back_changes_nothing(monkeypatch):
    limiter = FixedWindowRateLimiter(Counters())
    for _try in range(3):
        limiter.hit(THREE, "1")

    now = time.time()
    for jump in (86_400, -86_400):
        monkeypatch.setattr(time, "time", lambda at=now + jump: at)
        assert not limiter.hit(THREE, "1")


def test_windows_that_are_over_are_forgotten():
    counters = Counters()
    for number in range(FORGET_AT + 2):
        counters.incr(f"over {number}", 0)

    assert counters.incr("new", 60) == 1
    assert counters.reset() <= 3


def test_keys_without_end_fill_no_memory(monkeypatch):
    monkeypatch.setattr(limits, "FORGET_AT", 10)
    monkeypatch.setattr(limits, "KEPT_AT_MOST", 100)
    counters = Counters()

    for number in range(1000):
        counters.incr(f"open {number}", 60 + number)

    assert counters.get("open 999") == 1
    assert counters.get("open 0") == 0
    assert counters.reset() <= 201
