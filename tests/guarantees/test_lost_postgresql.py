"""PostgreSQL breaks off and recovers while people write and read."""

import asyncio
import signal
import time

import httpx
import pytest

from tests.postgres import node
from tests.server import running

PAIRS_OF_WRITERS = 3
POSTS_EACH = 40
ASKED = 20
# The bound of a single answer; if each waited for itself, they would take ten times it.
ANSWERED_WITHIN_S = 3.0
ALL_WITHIN_S = 12.0
HEALED_WITHIN_S = 5.0


@pytest.mark.guarantee("G1")
@pytest.mark.guarantee("G4")
@pytest.mark.guarantee("G6")
async def test_a_restart_of_postgresql_loses_nothing_and_heals(crashing, people):
    server, postgres = crashing
    writers = [one for _pair in range(PAIRS_OF_WRITERS) for one in people(server)]
    readers = people(server)
    for reader in readers:
        await reader.come()
    before = readers[0].epoch

    async with asyncio.TaskGroup() as going_on:
        for number, writer in enumerate(writers):
            going_on.create_task(write(writer, number))
        await readers[0].see([f"alice 0 {POSTS_EACH // 3}"])
        await asyncio.to_thread(postgres.stop, signal.SIGQUIT)
        await writers[0].refused.wait()
        await asyncio.to_thread(postgres.start)

    kept = [text for writer in writers for text in writer.texts_kept]
    for reader in readers:
        await reader.see(kept)
    assert len(kept) == len(writers) * POSTS_EACH
    assert all(reader.resets == [] for reader in readers)
    assert all(reader.epoch == before for reader in readers)
    assert [len(reader.texts) for reader in readers] == [len(kept)] * 2
    assert all(sorted(reader.texts) == sorted(kept) for reader in readers)
    assert [person.sockets for person in (*writers, *readers)] == [1] * 8
    assert all(error["retry_after_ms"] > 0 for error in writers[0].unavailable)
    assert postgres.ask("SELECT count(*) FROM hub_pastepoch") == 0


@pytest.mark.guarantee("G6")
async def test_while_postgresql_is_away_everything_is_refused_at_once(
    crashing, connect, record_property
):
    server, postgres = crashing
    room = server.room("riverside")
    alice = await connect(server, "alice")
    kept = await alice.write("message.post", room=room, text="Before")
    page = {"stream": f"room:{room}", "limit": 1}
    await asyncio.to_thread(postgres.stop, signal.SIGQUIT)

    took = []
    for number in range(ASKED):
        begun = time.monotonic()
        write = await alice.write("message.post", room=room, text=f"{number}")
        read = await alice.request("stream.page", **page)
        boot, said = await asyncio.to_thread(boot_of, server)
        took.append(time.monotonic() - begun)
        assert (write["code"], read["code"]) == ("unavailable", "unavailable")
        assert write["retry_after_ms"] > 0
        assert (boot, said["code"]) == (503, "unavailable")
    await asyncio.to_thread(postgres.start)
    begun = time.monotonic()
    while (last := await alice.write("message.post", room=room, text="After"))[
        "type"
    ] != "ok":
        assert last["code"] == "unavailable"
    healed = time.monotonic() - begun

    figures = f"first {took[0]:.2f} s, then {max(took[1:]):.2f} s at most"
    record_property("verdict", f"{figures}; healed after {healed:.2f} s")
    assert max(took) < ANSWERED_WITHIN_S * 3
    assert sum(took) < ALL_WITHIN_S
    assert healed < HEALED_WITHIN_S
    assert last["seq"] == kept["seq"] + 1
    assert (await asyncio.to_thread(boot_of, server))[0] == 200


def boot_of(server):
    """What a browser asks first, of somebody who never was here."""
    answer = httpx.get(f"{server.url}/api/v1/boot", timeout=30, trust_env=False)
    return answer.status_code, answer.json()


async def write(person, number):
    for post in range(POSTS_EACH):
        await person.post(f"{person.name} {number} {post}")


@pytest.fixture
def crashing(tmp_path_factory):
    with node() as postgres:
        postgres.begin()
        folder = tmp_path_factory.mktemp("crashing")
        with running(folder, DATABASE_URL=postgres.url) as server:
            yield server, postgres
