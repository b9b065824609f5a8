"""Redis as large installations have it: over TLS, in shards, behind Sentinels."""

import asyncio
import time

import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer
from redis import Redis as Client
from redis.exceptions import ConnectionError
from redis.sentinel import MasterNotFoundError, Sentinel

from bin.setup.ports import unused_port
from hub import shared_cache
from hub.shared_cache import SharedCache
from redis_hosts import redis_hosts
from tests.redis_server import Redis, certificate
from tests.server import running

PATIENCE_S = 60.0


async def test_over_two_shards_one_of_them_with_tls_events_travel(
    tmp_path, secure, connect
):
    url, ca_file = secure

    with (
        Redis(tmp_path) as plain,
        running(
            tmp_path, REDIS_URL=f"{url},{plain.url}", REDIS_CA_FILE=ca_file
        ) as server,
    ):
        await talk(server, connect)

        assert "The bus can't be reached" not in server.log.read_text()


async def test_a_redis_that_nobody_vouches_for_is_not_spoken_to(secure):
    url, _ca_file = secure
    layer = RedisPubSubChannelLayer(hosts=redis_hosts(url))

    with pytest.raises(ConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
        await layer.group_send("hub.1", {"type": "hub.bus"})

    await layer.flush()


async def test_events_flow_again_after_sentinel_made_another_the_master(
    tmp_path, connect
):
    watcher, replica = unused_port(), unused_port()
    following = ("--port", str(replica), "--save", "", "--replicaof", "127.0.0.1")
    synced = "MASTER <-> REPLICA sync: Finished"
    configuration = tmp_path / "sentinel.conf"

    with (
        Redis(tmp_path) as first,
        Redis(tmp_path, *following, str(first.port), ready=synced),
        sentinel_of(first, configuration, watcher),
        running(tmp_path, REDIS_URL=f"sentinel://127.0.0.1:{watcher}/main") as server,
    ):
        sentinel = Sentinel([("127.0.0.1", watcher)])
        await until(lambda: sentinel.discover_slaves("main"))
        await talk(server, connect)
        assert "The bus can't be reached" not in server.log.read_text()

        first.kill()
        await talk(server, connect)

        await until(lambda: master_of(sentinel) == replica)
        await until(lambda: "be reached again" in server.log.read_text())
        await talk(server, connect)


async def test_counts_are_kept_in_a_redis_over_tls(secure):
    url, ca_file = secure
    cache = SharedCache(redis_hosts(url, ca_file), {"KEY_PREFIX": "over-tls"})

    cache.set("tries", [1.5], 60)

    with Client.from_url(url, ssl_ca_certs=ca_file) as client:
        assert client.get("over-tls:1:tries") == b"[1.5]"


async def test_counts_are_kept_in_the_master_that_sentinel_names(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_cache, "REST_S", 0.1)
    watcher, replica = unused_port(), unused_port()
    following = ("--port", str(replica), "--save", "", "--replicaof", "127.0.0.1")
    synced = "MASTER <-> REPLICA sync: Finished"
    configuration = tmp_path / "sentinel.conf"

    with (
        Redis(tmp_path) as first,
        Redis(tmp_path, *following, str(first.port), ready=synced),
        sentinel_of(first, configuration, watcher),
        Client(port=replica) as client,
    ):
        hosts = redis_hosts(f"sentinel://127.0.0.1:{watcher}/main")
        cache = SharedCache(hosts, {"KEY_PREFIX": "watched"})
        sentinel = Sentinel([("127.0.0.1", watcher)])
        await until(lambda: sentinel.discover_slaves("main"))
        cache.set("tries", 1, 60)
        await until(lambda: client.get("watched:1:tries") == b"1")

        first.kill()
        assert cache.get("tries") == 1
        await until(lambda: master_of(sentinel) == replica)

        await until(lambda: cache.set("later", 2, 60) or client.get("watched:1:later"))


def sentinel_of(master, configuration, port):
    """A Sentinel that makes another the master half a second after this one is lost."""
    configuration.write_text(
        f"port {port}\n"
        f"sentinel monitor main 127.0.0.1 {master.port} 1\n"
        "sentinel down-after-milliseconds main 500\n"
        "sentinel failover-timeout main 3000\n"
    )
    folder = configuration.parent
    return Redis(folder, str(configuration), "--sentinel", ready="Sentinel ID is")


def master_of(sentinel):
    """The port of the one that it would send people to, None while it looks for one."""
    try:
        return sentinel.discover_master("main")[1]
    except MasterNotFoundError:
        return None


async def talk(server, connect):
    """What one socket posts, another sees, whether Redis carries it or not."""
    room = server.room("riverside")
    alice, bob = await connect(server, "alice"), await connect(server, "bob")
    await bob.request("subscribe", stream=f"room:{room}")

    posted = [
        await alice.write("message.post", room=room, text=f"number {number}")
        for number in range(10)
    ]

    seen = [await bob.wait_event(f"room:{room}", "message.posted") for _ in posted]
    assert [event["seq"] for event in seen] == [reply["seq"] for reply in posted]


async def until(holds):
    give_up_at = time.monotonic() + PATIENCE_S
    while not await asyncio.to_thread(holds):
        assert time.monotonic() < give_up_at, "It did not come to hold."
        await asyncio.sleep(0.1)


@pytest.fixture
def secure(tmp_path):
    """The address of a Redis over TLS, and the file that vouches for it."""
    port = unused_port()
    crt, key = certificate(tmp_path)
    tls = ("--tls-cert-file", str(crt), "--tls-key-file", str(key))
    trust = ("--tls-ca-cert-file", str(crt), "--tls-auth-clients", "no")
    over = ("--port", "0", "--tls-port", str(port), "--save", "")
    with Redis(tmp_path, *over, *tls, *trust):
        yield f"rediss://127.0.0.1:{port}/0", str(crt)
