"""What processes count together in Redis, and alone while it is away."""

import time

import pytest
from redis import Redis as Client

from hub import shared_cache
from hub.redis_client import TIMEOUT_S
from hub.shared_cache import SharedCache
from redis_hosts import redis_hosts
from tests.redis_server import Redis

PREFIX = "muster-test-"
ASKED = 20


@pytest.fixture
def redis(tmp_path):
    with Redis(tmp_path) as redis:
        yield redis


@pytest.fixture
def client(redis):
    with Client.from_url(redis.url) as client:
        yield client


@pytest.fixture
def cache(redis):
    cache = cache_of(redis)
    yield cache
    cache._here.clear()


def cache_of(redis):
    """As Django makes one in each thread."""
    hosts = redis_hosts(redis.url)
    hidden = "hub.shared_cache.hidden"
    return SharedCache(hosts, {"KEY_PREFIX": PREFIX, "KEY_FUNCTION": hidden})


def test_what_one_has_written_another_reads(redis, cache):
    another = cache_of(redis)
    cache.set("history", [2.5, 1.5], 60)

    assert another.get("history") == [2.5, 1.5]
    assert another.add("history", [], 60) is False
    assert another.delete("history") is True
    assert cache.get("history", "none") == "none"


def test_it_ends_in_redis_by_itself(cache, client):
    cache.set("history", [1.5], 60)
    cache.add("lock", True, 10)

    seconds = sorted(client.ttl(key) for key in client.scan_iter())
    assert 0 < seconds[0] <= 10 < seconds[1] <= 60


def test_nobody_s_address_and_no_code_can_be_read_in_redis(cache, client):
    cache.set("allauth:rl:login:ip:203.0.113.7", [1.5], 60)

    (key,) = client.keys()

    assert key.startswith(PREFIX.encode())
    assert b"203.0.113.7" not in key
    # Only numbers and words: nothing in there is run when it is read.
    assert client.get(key) == b"[1.5]"


def test_clearing_it_leaves_what_others_keep_there(cache, client):
    client.set("muster:mark:here", "kept")
    cache.set("history", [1.5], 60)

    cache.clear()

    assert client.keys() == [b"muster:mark:here"]
    assert cache.get("history") is None


def test_without_redis_a_process_goes_on_from_what_it_wrote(redis, cache, caplog):
    cache.set("history", [1.5], 60)
    redis.kill()

    assert cache.get("history") == [1.5]
    assert cache.add("lock", True, 10) is True
    assert cache.add("lock", True, 10) is False
    assert cache.delete("lock") is True
    cache.set("history", [2.5, 1.5], 60)

    assert cache.get("history") == [2.5, 1.5]
    assert caplog.text.count("Redis is away (ConnectionError)") == 1
    assert redis.url not in caplog.text
    redis.start()


def test_once_redis_is_back_it_counts_again(redis, cache, caplog, monkeypatch):
    monkeypatch.setattr(shared_cache, "REST_S", 0.0)
    redis.kill()
    cache.set("history", [1.5], 60)
    redis.start()

    assert cache.get("history") is None
    cache.set("history", [2.5], 60)

    assert cache_of(redis).get("history") == [2.5]
    assert "Redis is back" in caplog.text


def test_one_alone_waits_for_a_redis_that_says_nothing(redis, cache):
    redis.stop_for_now()

    began = time.monotonic()
    for number in range(ASKED):
        cache.set("history", [number], 60)
    took = time.monotonic() - began

    assert took < ASKED * TIMEOUT_S / 2
    assert cache.get("history") == [ASKED - 1]
    redis.go_on()
