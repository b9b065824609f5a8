"""One event to a whole room: each gets all of it once, whatever its socket is like."""

import socket
from types import SimpleNamespace

import pytest

from hub.connection import Connection, offer_each
from hub.outgoing import Outgoing, not_now
from hub.routing import SignedIn

SEVERAL = Outgoing([b"%d" % number * 50_000 for number in range(10)])


class Transport:
    """Keeps what it was given to write behind what the socket has taken."""

    congested = False

    def __init__(self):
        self.given = []

    def write(self, outgoing):
        self.given.append(outgoing.wire)


def connected(at_once=not_now):
    transport = Transport()
    connection = Connection(SignedIn(SimpleNamespace(pk=1, locale="en")), transport)
    connection.at_once = at_once
    return connection, transport


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def taken(theirs):
    theirs.setblocking(False)
    received = b""
    while True:
        try:
            received += theirs.recv(1 << 20)
        except BlockingIOError:
            return received


def test_what_is_not_clear_is_the_transport_s(pair):
    ours, theirs = pair
    clear, nothing = connected(ours.send)
    waiting, all_of_it = connected()

    offer_each([waiting, clear], Outgoing([b"{}"]))

    assert taken(theirs) == b"\x81\x02{}"
    assert (nothing.given, all_of_it.given) == ([], [b"\x81\x02{}"])


def test_what_a_socket_took_a_part_of_goes_on_there(pair):
    ours, theirs = pair
    connection, transport = connected(ours.send)

    offer_each([connection], SEVERAL)

    (rest,) = transport.given
    assert 0 < len(rest) < len(SEVERAL.wire)
    assert taken(theirs) + rest == SEVERAL.wire


def test_a_full_and_a_closed_socket_keep_nobody_else_waiting(pair):
    ours, theirs = pair
    while True:
        try:
            ours.send(b"x" * 4096)
        except BlockingIOError:
            break
    gone = socket.socket()
    gone.close()
    full, of_full = connected(ours.send)
    closed, of_closed = connected(gone.send)
    last, of_last = connected()

    offer_each([full, closed, last], SEVERAL)

    assert taken(theirs).strip(b"x") == b""
    for transport in (of_full, of_closed, of_last):
        assert transport.given == [SEVERAL.wire]
