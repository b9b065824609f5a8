"""The short way in reads just what it says, and leaves all else to autobahn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from hub.serving.receiving import whole_texts
from tests.client import Socket
from tests.server import Server

TEXTS = st.lists(st.text(max_size=200), min_size=1, max_size=5)


def framed(text: str, opcode: Opcode = Opcode.TEXT, fin: bool = True) -> bytes:
    return Frame(opcode, text.encode(), fin).serialize(mask=True)


@given(TEXTS)
def test_whole_texts_are_read(texts):
    assert whole_texts(b"".join(map(framed, texts))) == texts


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 128, 65_535])
def test_every_way_to_write_a_length_is_read(length):
    assert whole_texts(framed("x" * length)) == ["x" * length]


@given(TEXTS, st.data())
def test_a_part_of_a_frame_is_left_alone(texts, data):
    wire = b"".join(map(framed, texts))
    ends = {len(b"".join(map(framed, texts[:count]))) for count in range(len(texts))}
    cut = data.draw(st.integers(1, len(wire) - 1).filter(lambda at: at not in ends))

    assert whole_texts(wire[:cut]) is None


OTHERS = {
    "too long": framed("x" * 65_536),
    "a fragment": framed("half", fin=False),
    "a ping": framed("ping", Opcode.PING),
    "a close frame": framed("", Opcode.CLOSE),
    "binary": framed("bytes", Opcode.BINARY),
    "not masked": Frame(Opcode.TEXT, b"bare").serialize(mask=False),
    "not UTF-8": Frame(Opcode.TEXT, b"\xff").serialize(mask=True),
    "a reserved bit": b"\xc1\x81maskx",
    "a length written too long": b"\x81\xfe\x00\x05maskhello",
    "one of two": framed("whole") + framed("bytes", Opcode.BINARY),
}


@pytest.mark.parametrize("wire", OTHERS.values(), ids=OTHERS)
def test_anything_else_is_left_to_autobahn(wire):
    assert whole_texts(wire) is None


async def test_a_text_in_two_fragments_arrives(server: Server):
    async with await Socket.open(server.socket_url, server.token("alice")) as socket:
        await socket.hello()
        page = {"type": "stream.page", "ref": 90, "stream": "room:1", "limit": 1}
        await socket.send_fragments(page, 20)
        reply = await socket.wait_for(lambda frame: frame.get("ref") == 90)

    assert reply["type"] in ("ok", "error")
