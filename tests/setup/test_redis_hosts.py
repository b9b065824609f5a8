import pytest
from django.core.exceptions import ImproperlyConfigured

from redis_hosts import redis_hosts


def test_without_an_address_there_is_none():
    assert redis_hosts("") == []


def test_one_redis_waits_without_a_time_out():
    (host,) = redis_hosts("redis://:secret@redis.example:6380/0")

    assert host["address"] == "redis://:secret@redis.example:6380/0"
    assert host["socket_timeout"] is None
    assert host["health_check_interval"] > 0


def test_commas_part_shards():
    hosts = redis_hosts("redis://a:6379/0, rediss://b:6379/0,unix:///run/redis.sock")

    assert [host["address"] for host in hosts] == [
        "redis://a:6379/0",
        "rediss://b:6379/0",
        "unix:///run/redis.sock",
    ]
    assert [host.get("ssl_cert_reqs") for host in hosts] == [None, "required", None]


def test_tls_believes_the_given_authority(tmp_path):
    ca_file = tmp_path / "ca.pem"
    ca_file.touch()

    (host,) = redis_hosts("rediss://redis.example:6379/0", str(ca_file))

    assert host["ssl_ca_certs"] == str(ca_file)
    assert host["ssl_check_hostname"] is True


def test_sentinels_name_the_master():
    (host,) = redis_hosts(
        "sentinel://muster:p%40ss@a:26379,b,[::1]:26380/main?sentinel_password=other"
    )

    assert host["master_name"] == "main"
    assert host["sentinels"] == [("a", 26379), ("b", 26379), ("::1", 26380)]
    assert (host["username"], host["password"]) == ("muster", "p@ss")
    assert host["sentinel_kwargs"]["password"] == "other"
    assert "ssl" not in host


def test_several_masters_are_several_shards():
    hosts = redis_hosts("sentinel://a,b/one,sentinels://c/two")

    assert [host["master_name"] for host in hosts] == ["one", "two"]
    assert hosts[1]["ssl"] is hosts[1]["sentinel_kwargs"]["ssl"] is True


@pytest.mark.parametrize(
    "url",
    [
        "garbage",
        "http://redis.example",
        "redis://",
        "redis://host:port/0",
        "sentinel://a:26379",
        "sentinel:///main",
        "sentinel://a,,b/main",
        "sentinel://a/main?db=1",
        "redis://a:6379/0,garbage://b",
    ],
)
def test_what_names_no_redis_is_said(url):
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL does not name a Redis"):
        redis_hosts(url)


def test_an_authority_that_is_no_file_is_said(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="REDIS_CA_FILE names no file"):
        redis_hosts("rediss://host:6379/0", str(tmp_path / "none.pem"))


def test_an_authority_without_tls_is_said(tmp_path):
    ca_file = tmp_path / "ca.pem"
    ca_file.touch()

    with pytest.raises(ImproperlyConfigured, match="REDIS_CA_FILE is for Redis over"):
        redis_hosts("redis://host:6379/0", str(ca_file))
