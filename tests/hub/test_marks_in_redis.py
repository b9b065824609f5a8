"""The marks of what was committed, kept in Redis for other hosts."""

import pytest
from redis import Redis as Client

from hub.marks import SERVER_KEPT_S, Mark, Marks
from redis_hosts import redis_hosts
from tests.redis_server import Redis


@pytest.fixture
def redis(tmp_path):
    with Redis(tmp_path) as redis:
        yield redis


@pytest.fixture
def host(redis, tmp_path):
    """Marks of another host each time, which have read what is in Redis."""

    def host(name):
        marks = unread(redis, tmp_path / name)
        marks.fetch("here")
        return marks

    return host


def unread(redis, folder):
    (address,) = redis_hosts(redis.url)
    return Marks(folder, address)


def test_another_host_reads_what_was_noted(host):
    host("one").take_over(Mark("here", "one", 7))

    assert host("another").read("here") == {"one": 7}


def test_nothing_is_written_over_before_it_is_read(host, redis, tmp_path):
    host("one").take_over(Mark("here", "one", 7))

    unread(redis, tmp_path / "another").take_over(Mark("here", "one", 5))

    assert host("third").read("here") == {"one": 7}


def test_a_lower_mark_of_a_slower_process_does_not_stay(host):
    faster, slower = host("one"), host("another")
    faster.take_over(Mark("here", "one", 7))
    slower.take_over(Mark("here", "one", 6))

    faster.fetch("here")
    faster.keep()

    assert host("third").read("here") == {"one": 7}


def test_a_redis_that_was_emptied_is_told_again(host, redis):
    marks = host("one")
    marks.take_over(Mark("here", "one", 7))
    redis.kill()
    marks.fetch("here")
    marks.keep()
    redis.start()

    marks.fetch("here")
    marks.keep()

    assert host("another").read("here") == {"one": 7}


def test_who_works_on_an_earlier_timeline_is_left_behind(host):
    marks = host("one")
    marks.serves("71", 2)
    marks.take_over(Mark("here", "two", 7))

    other = host("another")

    assert other.left_behind("71", 1)
    assert not other.left_behind("71", 2)
    assert not other.left_behind("72", 1)


def test_who_has_told_of_a_timeline_and_is_gone_leaves_nobody_behind(host, redis):
    marks = host("one")
    marks.serves("71", 2)
    marks.take_over(Mark("here", "two", 7))

    with Client.from_url(redis.url) as client:
        # It would end by itself; nobody wants to wait for that.
        assert 0 < client.ttl("muster:serving:here") <= SERVER_KEPT_S
        client.delete("muster:serving:here")

    assert not host("another").left_behind("71", 1)
    assert host("another").read("here") == {"two": 7}
