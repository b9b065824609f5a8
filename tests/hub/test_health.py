"""What machines ask: is it alive, may it take traffic, what has it done."""

import re

import httpx
import pytest

from tests.conftest import Connect
from tests.server import Server, running

LABELS = {"le", "source", "reason", "code"}
FROM_ELSEWHERE = {"X-Forwarded-For": "192.0.2.1"}


def test_alive_whatever_host_is_asked_for(server: Server):
    answer = httpx.get(f"{server.url}/healthz", headers={"Host": "10.0.0.7"})

    assert answer.status_code == 200
    assert answer.json() == {"status": "alive"}


def test_ready_says_how_each_part_is(server: Server):
    answer = httpx.get(f"{server.url}/readyz")

    parts = answer.json()
    assert parts.pop("lag_ms") >= 0
    assert answer.status_code == 200
    assert parts == {
        "database": True,
        "migrations": True,
        "hub": True,
        "bus": True,
        "draining": False,
    }


def test_tables_that_are_not_laid_are_not_ready(own_server: Server):
    own_server.stop()
    own_server.manage("migrate", "desk", "zero", "--verbosity", "0")
    own_server.start()

    answer = httpx.get(f"{own_server.url}/readyz")

    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["migrations"]) == (True, False)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_they_are_only_read(server: Server, path: str):
    assert httpx.post(server.url + path).status_code == 405
    head = httpx.head(server.url + path)
    assert (head.status_code, head.content) == (200, b"")


async def test_metrics_count_what_happens(server: Server, connect: Connect):
    before = metrics(server)
    alice, bob = await connect(server, "alice"), await connect(server, "bob")
    stream = f"room:{server.room('riverside')}"
    await bob.request("subscribe", stream=stream)
    await alice.write("message.post", room=server.room("riverside"), text="Counted")
    await bob.wait_event(stream)

    after = metrics(server)
    assert after["muster_sockets"] == before["muster_sockets"] + 2
    for name in (
        "muster_connects_total",
        "muster_welcomes_total",
        "muster_deliveries_total",
        "muster_commit_jobs_count",
        "muster_commit_seconds_sum",
        "muster_subscriptions",
    ):
        assert after[name] > before.get(name, 0), name
    assert after["muster_bus_up"] == 1
    assert after["muster_draining"] == 0
    assert after["process_resident_memory_bytes"] > 10_000_000


async def test_no_label_tells_of_a_stream_or_a_person(server: Server, connect: Connect):
    alice = await connect(server, "alice")
    stream = f"room:{server.room('riverside')}"
    await alice.request("subscribe", stream=stream, after=["other", 1])

    text = exposed(server)
    assert set(re.findall(r"^muster_\w+{(\w+)=", text, re.MULTILINE)) <= LABELS
    assert stream not in text


def test_metrics_are_not_there_for_others(server: Server):
    assert httpx.get(f"{server.url}/metrics").status_code == 200
    away = httpx.get(f"{server.url}/metrics", headers=FROM_ELSEWHERE)
    assert away.status_code == 404

    # Without a token set, an empty one opens nothing.
    for shown in ("Bearer", "Bearer None", "Bearer 0"):
        headers = {**FROM_ELSEWHERE, "Authorization": shown}
        answer = httpx.get(f"{server.url}/metrics", headers=headers)
        assert answer.status_code == 404


def test_metrics_are_there_for_whoever_has_the_token(tmp_path):
    with running(tmp_path, METRICS_TOKEN="of the monitoring") as server:
        for token, status in (("of the monitoring", 200), ("of the monitorinG", 404)):
            headers = {**FROM_ELSEWHERE, "Authorization": f"Bearer {token}"}
            answer = httpx.get(f"{server.url}/metrics", headers=headers)
            assert answer.status_code == status


def exposed(server: Server) -> str:
    return httpx.get(f"{server.url}/metrics").text


def metrics(server: Server) -> dict[str, float]:
    """Figures without labels, by name."""
    lines = exposed(server).splitlines()
    pairs = [line.split() for line in lines if not line.startswith("#")]
    return {name: float(value) for name, value in pairs if "{" not in name}
