"""A renewal by hand reaches the sockets of a server that runs."""

import asyncio

import pytest


@pytest.mark.guarantee("G5")
async def test_a_renewal_by_hand_sends_everybody_to_reset(own_server, connect):
    stream = f"room:{own_server.room('riverside')}"
    alice = await connect(own_server, "alice")
    held = await alice.request("subscribe", stream=stream)

    said = await asyncio.to_thread(own_server.manage, "renew_epoch", "--yes")
    bye = await alice.wait_type("bye")
    code = await alice.wait_closed()
    back = await connect(own_server, "alice")
    await back.request("subscribe", stream=stream, after=[held["epoch"], held["head"]])
    reset = await back.wait_type("reset")

    assert bye["reason"] == "epoch"
    assert bye["retry_after_ms"][1] > 0
    assert code == bye["code"] == 4100
    assert reset["reason"] == "epoch"
    assert reset["epoch"] in said
    assert reset["epoch"] != held["epoch"]


async def test_without_a_yes_nothing_is_renewed(own_server, connect):
    alice = await connect(own_server, "alice")

    with pytest.raises(RuntimeError, match="renew_epoch"):
        await asyncio.to_thread(own_server.manage, "renew_epoch")

    back = await connect(own_server, "alice")
    assert epochs(back) == epochs(alice)


async def test_events_go_on_after_a_renewal(own_server, connect):
    room = own_server.room("riverside")
    before = await connect(own_server, "alice")
    await asyncio.to_thread(own_server.manage, "renew_epoch", "--yes")
    await before.wait_closed()
    alice, bob = await connect(own_server, "alice"), await connect(own_server, "bob")
    await bob.request("subscribe", stream=f"room:{room}")

    reply = await alice.write("message.post", room=room, text="And on we go.")

    event = await bob.wait_event(f"room:{room}")
    assert event["seq"] == reply["seq"]


@pytest.mark.guarantee("G7")
async def test_asking_for_the_control_stream_blinds_nobody(own_server, connect):
    charlie = await connect(own_server, "charlie")
    alice = await connect(own_server, "alice")

    refused = await charlie.request("subscribe", stream="control")
    await asyncio.to_thread(own_server.manage, "token", "alice@example.org", "--revoke")

    assert refused["code"] == "refused"
    assert await alice.wait_closed() == 4003


def epochs(socket):
    return {entry["epoch"] for entry in socket.welcome["streams"]}
