import os
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from tests.guarantees.crowd import Place, move_in
from tests.guarantees.history import Verdict
from tests.guarantees.person import Person
from tests.server import Server, running, several_can_run

People = Callable[[Server], list[Person]]
Judge = Callable[[Verdict], None]
Crowded = tuple[Server, list[Place]]

# bin/test sets it where there is a Redis; each of these starts one of its own.
collect_ignore = []
if not os.environ.get("TEST_REDIS_URL"):
    collect_ignore += ["test_lost_redis.py", "test_old_file_redis.py"]
if not several_can_run():
    collect_ignore += [
        "test_aggregator.py",
        "test_another_host.py",
        "test_split_brain.py",
        "test_two_servers.py",
    ]

# What is about sockets and the network alone is the same on either database; what is
# about one kind of database runs with that kind.
if os.environ.get("DATABASE_URL", "").startswith("postgres"):
    collect_ignore += [
        "test_broken_network.py",
        "test_ephemeral_first.py",
        "test_jumped_clock.py",
        "test_old_file.py",
        "test_old_file_redis.py",
        "test_overload.py",
        "test_slow_readers.py",
    ]
else:
    collect_ignore += [
        "test_failover.py",
        "test_lost_postgresql.py",
        "test_old_snapshot.py",
    ]


@pytest.fixture
async def people() -> AsyncIterator[People]:
    """Opens clients of Alice and Bob that do all that is asked of clients."""
    opened: list[Person] = []

    def open_clients(server: Server) -> list[Person]:
        room = server.room("riverside")
        pair = [Person(server, name, room) for name in ("alice", "bob")]
        opened.extend(pair)
        return pair

    yield open_clients
    for person in opened:
        await person.leave()


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowded]:
    """A server with many people, for faults that it is back from afterwards."""
    with running(tmp_path_factory.mktemp("crowded")) as server:
        yield server, move_in(server)


@pytest.fixture
def judge(record_property: Callable[[str, object], None]) -> Judge:
    """Has the figures printed at the end of the run, and fails unless they are good."""

    def judge(verdict: Verdict) -> None:
        record_property("verdict", str(verdict))
        assert verdict.clean, str(verdict)

    return judge
