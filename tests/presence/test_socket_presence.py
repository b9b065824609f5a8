"""Who is there, as others see it over real sockets."""

from typing import Any

import pytest

from tests.conftest import Connect
from tests.presence.board import watch
from tests.server import Server


@pytest.fixture
def people(server: Server) -> dict[str, str]:
    return server.seeded["people"]


async def test_the_full_list_comes_first_and_names_the_watcher(
    server: Server, connect: Connect, people: dict[str, str]
):
    alice = await connect(server, "alice")

    board = await watch(server, alice, "riverside")
    await board.until(lambda board: bool(board.frame))

    assert "full" in board.frame
    assert board.people[people["alice"]] == "online"
    assert board.frame["online"] >= 1
    assert "on_desk" not in board.frame


async def test_others_are_seen_to_come_change_and_go(
    server: Server, connect: Connect, people: dict[str, str]
):
    alice = await connect(server, "alice")
    board = await watch(server, alice, "riverside")
    await board.until(board.has(people["bob"], None))

    bob = await connect(server, "bob")
    await board.until(board.has(people["bob"], "online"))
    await bob.request("presence.set", state="on_shift")
    await board.until(board.has(people["bob"], "on_shift"))
    await bob.request("presence.set", state="on_shift", invisible=True)
    await board.until(board.has(people["bob"], None))
    await bob.request("presence.set", state="away", invisible=False)
    await board.until(board.has(people["bob"], "away"))
    await bob.close()
    await board.until(board.has(people["bob"], None))


async def test_a_reload_does_not_flicker(
    server: Server, connect: Connect, people: dict[str, str]
):
    alice = await connect(server, "alice")
    bob = await connect(server, "bob")
    board = await watch(server, alice, "riverside")
    await board.until(board.has(people["bob"], "online"))
    await bob.request("presence.set", state="on_shift")
    await board.until(board.has(people["bob"], "on_shift"))

    await bob.close()
    again = await connect(server, "bob")
    await again.request("presence.set", state="away")
    await board.until(board.has(people["bob"], "away"))

    frames = [f for f in alice.received if f["type"] == "presence"]
    assert not any(people["bob"] in frame.get("left", []) for frame in frames)


async def test_a_volunteer_sees_figures_of_the_office_but_names_of_the_team_only(
    server: Server, connect: Connect, people: dict[str, str]
):
    alice, oscar = await connect(server, "alice"), await connect(server, "oscar")
    await connect(server, "charlie")

    board = await watch(server, alice, "akron")
    await board.until(lambda board: board.frame.get("online", 0) >= 3)
    await oscar.request("presence.set", state="on_desk")
    await board.until(lambda board: board.frame["on_desk"] == 1)

    assert people["alice"] in board.people
    assert not {people["oscar"], people["charlie"]} & board.people.keys()


async def test_who_leads_the_office_sees_names_below(
    server: Server, connect: Connect, people: dict[str, str]
):
    olive = await connect(server, "olive")
    await connect(server, "charlie")

    board = await watch(server, olive, "akron")

    await board.until(board.has(people["charlie"], "online"))


@pytest.mark.parametrize("unit", ["riverside", "999999", "x"])
async def test_charlie_may_not_watch_another_team(
    server: Server, connect: Connect, unit: str
):
    charlie = await connect(server, "charlie")
    named = server.seeded["units"].get(unit, unit)

    refused = await charlie.request("presence.watch", unit=named)

    assert refused["code"] == "refused"


async def test_only_who_attends_a_desk_is_on_desk(server: Server, connect: Connect):
    alice = await connect(server, "alice")

    refused = await alice.request("presence.set", state="on_desk")

    assert refused["code"] == "refused"


async def test_who_stopped_watching_is_told_nothing_more(
    server: Server, connect: Connect, people: dict[str, str]
):
    alice, olive = await connect(server, "alice"), await connect(server, "olive")
    board = await watch(server, alice, "riverside")
    other = await watch(server, olive, "riverside")
    await board.until(lambda board: bool(board.frame))

    await alice.request("presence.unwatch", unit=server.unit("riverside"))
    seen = len([f for f in alice.received if f["type"] == "presence"])
    await alice.request("presence.set", state="on_shift")
    await other.until(other.has(people["alice"], "on_shift"))
    await alice.request("presence.set", state="online")

    assert len([f for f in alice.received if f["type"] == "presence"]) == seen


@pytest.mark.parametrize("state", ["offline", "", None, 7])
async def test_an_unknown_state_is_invalid(
    server: Server, connect: Connect, state: Any
):
    alice = await connect(server, "alice")

    await alice.send_text(f'{{"type":"presence.set","ref":99,"state":{state!r}}}')
    error = await alice.wait_type("error")

    assert error["code"] in {"invalid", "bad_frame"}


async def test_after_a_kill_only_who_comes_back_is_there(
    own_server: Server, connect: Connect
):
    people = own_server.seeded["people"]
    alice, bob = await connect(own_server, "alice"), await connect(own_server, "bob")
    board = await watch(own_server, alice, "riverside")
    await board.until(board.has(people["bob"], "online"))

    own_server.kill()
    own_server.start()
    again = await connect(own_server, "alice")
    board = await watch(own_server, again, "riverside")
    await board.until(board.has(people["alice"], "online"))

    assert people["bob"] not in board.people
    assert board.frame["online"] == 1
    assert await bob.wait_closed() == 1006


async def test_who_is_removed_is_gone_from_the_team_and_sees_no_more_of_it(
    own_server: Server, connect: Connect
):
    people = own_server.seeded["people"]
    alice, bob = await connect(own_server, "alice"), await connect(own_server, "bob")
    of_alice = await watch(own_server, alice, "riverside")
    of_bob = await watch(own_server, bob, "riverside")
    await of_alice.until(of_alice.has(people["bob"], "online"))
    await of_bob.until(of_bob.has(people["alice"], "online"))

    own_server.manage(
        "shell",
        "-c",
        "from teams.models import Membership;"
        "from teams.actions import remove_member;"
        f"remove_member(membership=Membership.objects.get(user={people['bob']}))",
    )
    await of_alice.until(of_alice.has(people["bob"], None))
    await alice.request("presence.set", state="on_shift")
    await of_alice.until(of_alice.has(people["alice"], "on_shift"))

    refused = await bob.request("presence.watch", unit=own_server.unit("riverside"))
    assert refused["code"] == "refused"
    assert "on_shift" not in str(bob.received)
