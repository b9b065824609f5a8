"""What a socket keeps, and what it leaves behind."""

from tests.client import Socket
from tests.conftest import Connect
from tests.server import Server


async def test_frames_sent_right_behind_the_handshake_keep_their_order(server: Server):
    async with await Socket.open(server.socket_url, server.token("alice")) as socket:
        await socket.send({"type": "hello", "ref": 1})
        stream = f"room:{server.room('riverside')}"
        for ref in range(2, 40):
            page = {"type": "stream.page", "ref": ref, "stream": stream, "limit": 1}
            await socket.send(page)

        assert (await socket.wait_type("welcome"))["ref"] == 1
        answered = {(await socket.wait_type("ok"))["ref"] for _ in range(2, 40)}

    assert answered == set(range(2, 40))


async def test_a_socket_that_says_hello_and_goodbye_at_once_is_forgotten(
    server: Server, connect: Connect
):
    for _number in range(5):
        async with await Socket.open(server.socket_url, server.token("bob")) as socket:
            await socket.send({"type": "hello", "ref": 1})

    bob = await connect(server, "bob")

    assert bob.welcome["user"]["name"] == "Bob"
