"""The way of a message, once through everything: the quickest sign that all stands."""


async def test_bob_sees_what_alice_posts(server, connect):
    alice = await connect(server, "alice")
    bob = await connect(server, "bob")
    room = server.room("riverside")
    await bob.request("subscribe", stream=f"room:{room}")

    reply = await alice.write("message.post", room=room, text="On my way")

    event = await bob.wait_event(f"room:{room}", "message.posted")
    assert event["seq"] == reply["seq"]
    assert event["data"]["message"]["text"] == "On my way"


async def test_an_acknowledged_message_survives_a_killed_server(own_server, connect):
    alice = await connect(own_server, "alice")
    room = own_server.room("riverside")
    reply = await alice.write("message.post", room=room, text="Keep me")

    own_server.kill()
    own_server.start()

    again = await connect(own_server, "alice")
    page = await again.request("stream.page", stream=f"room:{room}", limit=10)
    assert [item["seq"] for item in page["items"]] == [reply["seq"]]
