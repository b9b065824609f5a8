"""Bytes may go past Twisted's buffer only while we know what it keeps there."""

import socket

import pytest
from autobahn.websocket.protocol import PreparedMessage
from twisted.internet.protocol import Protocol
from twisted.internet.tcp import Connection

from hub.outgoing import Outgoing
from hub.serving.server import SocketProtocol, can_write_at_once


@pytest.fixture
def transport():
    ours, theirs = socket.socketpair()
    yield Connection(ours, Protocol())
    ours.close()
    theirs.close()


def test_plain_tcp_is_written_at_once(transport):
    assert can_write_at_once(transport)


def test_what_twisted_keeps_waiting_is_seen(transport):
    transport.connected = True

    transport.write(b"first")

    assert transport._tempDataBuffer == [b"first"]
    assert transport.dataBuffer == b""
    assert not transport.disconnecting


@pytest.mark.parametrize("name", ["_tempDataBuffer", "dataBuffer", "socket"])
def test_a_twisted_without_these_is_left_to_write_itself(transport, name):
    class Other(Connection):
        def __getattribute__(self, asked):
            if asked == name:
                raise AttributeError(asked)
            return super().__getattribute__(asked)

    transport.__class__ = Other

    assert not can_write_at_once(transport)


def test_tls_is_left_to_twisted(transport):
    transport.TLS = True

    assert not can_write_at_once(transport)


def test_autobahn_has_what_we_ask_of_it():
    assert callable(SocketProtocol.sendData)
    assert callable(SocketProtocol.sendCloseFrame)
    assert SocketProtocol.STATE_OPEN != SocketProtocol.STATE_CLOSING
    assert PreparedMessage(b"{}", False, False, True).payloadHybi == b"\x81\x02{}"


def test_frames_are_framed_once_and_in_order():
    outgoing = Outgoing((b"{}", b"[]"))

    assert outgoing.wire == b"\x81\x02{}\x81\x02[]"
    assert outgoing.wire is outgoing.wire
